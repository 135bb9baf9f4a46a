/* The event loop, and what is counted: messages by the stamp that each carries. */
#define _GNU_SOURCE
#include "crowd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "line.h"

/* "@T=" and 16 hexadecimal digits: when the message was due, in a closed loop when it was sent. */
static const char MARK[] = "@T=";
enum { MARK_LENGTH = 3, STAMP_DIGITS = 16, EVENTS_AT_ONCE = 512, LONGEST_PAYLOAD = 8192 };

static const char FILLER[] = " the kettle is on and somebody has left the window open";

int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void crowd_init(struct crowd *crowd, const struct plan *plan)
{
    *crowd = (struct crowd){.plan = plan, .poll = epoll_create1(0)};
    crowd->lines = calloc((size_t)plan->lines, sizeof *crowd->lines);
    if (crowd->lines == NULL || crowd->poll < 0)
        give_up("no memory, or no epoll");
    if (plan->payload_bytes > LONGEST_PAYLOAD)
        give_up("payloads have %d bytes at most", LONGEST_PAYLOAD);
    for (int number = 0; number < plan->lines; number++)
        crowd->lines[number].number = number;
}

void crowd_arrive(struct crowd *crowd)
{
    const struct plan *plan = crowd->plan;
    while (crowd->begun < plan->lines &&
           crowd->begun - crowd->there - crowd->lost < plan->at_once)
        line_begin(crowd, &crowd->lines[crowd->begun++]);
}

void crowd_poll(struct crowd *crowd, int64_t nanoseconds)
{
    static struct epoll_event events[EVENTS_AT_ONCE];
    if (nanoseconds < 0)
        nanoseconds = 0;
    struct timespec wait = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    int count = epoll_pwait2(crowd->poll, events, EVENTS_AT_ONCE, &wait, NULL);
    if (count < 0 && errno != EINTR)
        give_up("epoll: %s", strerror(errno));
    for (int at = 0; at < count; at++)
        line_event(crowd, events[at].data.ptr, events[at].events);
}

static uint64_t stamp_of(const char *digits)
{
    uint64_t stamp = 0;
    for (int at = 0; at < STAMP_DIGITS; at++)
        stamp = stamp << 4 | (uint64_t)(digits[at] <= '9' ? digits[at] - '0' : digits[at] - 'a' + 10);
    return stamp;
}

/* Where the mark stands: of one server it is nearly always the place where it last stood. */
static const char *find_mark(const char *text, size_t length)
{
    static size_t last;
    if (last + MARK_LENGTH + STAMP_DIGITS <= length && memcmp(text + last, MARK, MARK_LENGTH) == 0)
        return text + last;
    const char *found = memmem(text, length, MARK, MARK_LENGTH);
    if (found == NULL || (size_t)(text + length - found) < MARK_LENGTH + STAMP_DIGITS)
        return NULL;
    last = (size_t)(found - text);
    return found;
}

void heard_there(struct crowd *crowd, struct line *line, const char *text, size_t length,
                 int64_t at)
{
    const char *mark = find_mark(text, length), *refusal = crowd->plan->refusal;
    if (mark == NULL) {
        if (*refusal && memmem(text, length, refusal, strlen(refusal))) {
            int room = crowd->plan->places[line->number].room;
            crowd->refused++;
            crowd->undeliverable += (uint64_t)crowd->plan->lines_in_room[room];
        }
        return;
    }
    int64_t sent = (int64_t)stamp_of(mark + MARK_LENGTH);
    crowd->delivered++;
    if (sent >= crowd->measured_from && sent < crowd->measured_to)
        latency_add(&crowd->latencies, (uint64_t)(at > sent ? at - sent : 0));
}

static size_t stamped(char *into, int64_t at, size_t length)
{
    static const char DIGITS[] = "0123456789abcdef";
    memcpy(into, MARK, MARK_LENGTH);
    for (int digit = 0; digit < STAMP_DIGITS; digit++)
        into[MARK_LENGTH + digit] = DIGITS[at >> 4 * (STAMP_DIGITS - 1 - digit) & 15];
    size_t filled = MARK_LENGTH + STAMP_DIGITS;
    for (; filled < length; filled++)
        into[filled] = FILLER[(filled - MARK_LENGTH - STAMP_DIGITS) % (sizeof FILLER - 1)];
    if (into[filled - 1] == ' ')
        into[filled - 1] = '.'; /* some servers strip what they store */
    return filled;
}

void crowd_speak(struct crowd *crowd, int number, int64_t due)
{
    struct line *line = &crowd->lines[number];
    const struct plan *plan = crowd->plan;
    const struct place *place = &plan->places[number];
    char payload[LONGEST_PAYLOAD + 32];
    if (line->state != THERE)
        return;
    struct filling filling = {place->room_name, place->token, payload, 0};
    filling.payload_length = stamped(payload, due, (size_t)plan->payload_bytes);
    line_say(crowd, line, &plan->message, &filling);
    crowd->sent++;
    crowd->expected += (uint64_t)plan->lines_in_room[place->room];
}
