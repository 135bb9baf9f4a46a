/* One line: connect, upgrade, come in by the dialect's steps, read, write. */
#define _GNU_SOURCE
#include "line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frame.h"

/* One source address has some 28,000 ports, and finding a free one takes long before that. */
enum { LINES_AN_ADDRESS = 4000, MOST_COMPLAINTS = 5, READ_AT_ONCE = 4 << 20 };

static void listen_for(struct crowd *crowd, struct line *line, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = line};
    if (epoll_ctl(crowd->poll, operation, line->socket, &event) < 0)
        give_up("epoll: %s", strerror(errno));
}

void line_lost(struct crowd *crowd, struct line *line, const char *why)
{
    static int complaints;
    if (line->state == LOST)
        return;
    if (complaints++ < MOST_COMPLAINTS)
        fprintf(stderr, "line %d lost: %s\n", line->number, why);
    if (line->state == THERE)
        crowd->there--;
    line->state = LOST;
    crowd->lost++;
    close(line->socket);
}

void line_begin(struct crowd *crowd, struct line *line)
{
    int on = 1;
    const struct place *place = &crowd->plan->places[line->number];
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)(line->number / LINES_AN_ADDRESS));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons((uint16_t)place->port);
    line->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (line->socket < 0)
        give_up("line %d: %s", line->number, strerror(errno));
    setsockopt(line->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(line->socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(line->socket, (struct sockaddr *)&from, sizeof from) < 0)
        give_up("line %d: %s", line->number, strerror(errno));
    if (connect(line->socket, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS)
        give_up("line %d: %s", line->number, strerror(errno));
    line->state = CONNECTING;
    listen_for(crowd, line, EPOLL_CTL_ADD, EPOLLOUT);
}

static void write_out(struct crowd *crowd, struct line *line, const char *data, size_t length)
{
    ssize_t taken = 0;
    if (line->unsent.length == 0)
        taken = send(line->socket, data, length, MSG_NOSIGNAL);
    if (taken < 0 && errno != EAGAIN) {
        line_lost(crowd, line, strerror(errno));
        return;
    }
    taken = taken < 0 ? 0 : taken;
    if ((size_t)taken == length)
        return;
    if (line->unsent.length == 0)
        listen_for(crowd, line, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    bytes_add(&line->unsent, data + taken, length - (size_t)taken);
}

static void write_unsent(struct crowd *crowd, struct line *line)
{
    ssize_t taken = send(line->socket, line->unsent.data, line->unsent.length, MSG_NOSIGNAL);
    if (taken < 0)
        return;
    line->unsent.length -= (size_t)taken;
    memmove(line->unsent.data, line->unsent.data + taken, line->unsent.length);
    if (line->unsent.length == 0)
        listen_for(crowd, line, EPOLL_CTL_MOD, EPOLLIN);
}

static struct filling filling_of(struct crowd *crowd, struct line *line)
{
    const struct place *place = &crowd->plan->places[line->number];
    return (struct filling){.room = place->room_name, .token = place->token, .payload = ""};
}

void line_say(struct crowd *crowd, struct line *line, const struct template *text,
              const struct filling *filling)
{
    static struct bytes filled, framed;
    filled.length = framed.length = 0;
    template_fill(text, filling, &filled);
    frame_add(&framed, TEXT, filled.data, filled.length);
    write_out(crowd, line, framed.data, framed.length);
}

static void say_frame(struct crowd *crowd, struct line *line, enum opcode opcode,
                      const char *payload, size_t length)
{
    static struct bytes framed;
    framed.length = 0;
    frame_add(&framed, opcode, payload, length);
    write_out(crowd, line, framed.data, framed.length);
}

static void ask_for_upgrade(struct crowd *crowd, struct line *line)
{
    /* The key need not be random for a server that does not cache: RFC 6455 gives this one. */
    static const char FIXED[] = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                "Sec-WebSocket-Version: 13\r\n";
    static struct bytes head;
    const struct plan *plan = crowd->plan;
    struct filling filling = filling_of(crowd, line);
    char host[64];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(line->socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        line_lost(crowd, line, strerror(error));
        return;
    }
    head.length = 0;
    bytes_add(&head, "GET ", 4);
    template_fill(&plan->path, &filling, &head);
    snprintf(host, sizeof host, " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n",
             plan->places[line->number].port);
    bytes_add(&head, host, strlen(host));
    bytes_add(&head, FIXED, sizeof FIXED - 1);
    for (int at = 0; at < plan->header_count; at++) {
        template_fill(&plan->headers[at], &filling, &head);
        bytes_add(&head, "\r\n", 2);
    }
    if (*plan->subprotocol) {
        bytes_add(&head, "Sec-WebSocket-Protocol: ", 24);
        bytes_add(&head, plan->subprotocol, strlen(plan->subprotocol));
        bytes_add(&head, "\r\n", 2);
    }
    bytes_add(&head, "\r\n", 2);
    line->state = UPGRADING;
    listen_for(crowd, line, EPOLL_CTL_MOD, EPOLLIN);
    write_out(crowd, line, head.data, head.length);
}

static void come_in(struct crowd *crowd, struct line *line)
{
    const struct plan *plan = crowd->plan;
    struct filling filling = filling_of(crowd, line);
    line->state = COMING_IN;
    while (line->step < plan->step_count && plan->steps[line->step].hear == NULL) {
        line_say(crowd, line, &plan->steps[line->step++].say, &filling);
        if (line->state == LOST)
            return;
    }
    if (line->step == plan->step_count) {
        line->state = THERE;
        crowd->there++;
    }
}

static void heard_text(struct crowd *crowd, struct line *line, const char *text, size_t length,
                       int64_t at)
{
    const struct plan *plan = crowd->plan;
    for (const struct answer *answer = plan->answers; answer < plan->answers + plan->answer_count;
         answer++)
        if (length == strlen(answer->asked) && memcmp(text, answer->asked, length) == 0) {
            say_frame(crowd, line, TEXT, answer->text, strlen(answer->text));
            return;
        }
    if (line->state == THERE) {
        heard_there(crowd, line, text, length, at);
        return;
    }
    const char *wanted = plan->steps[line->step].hear;
    if (memmem(text, length, wanted, strlen(wanted))) {
        line->step++;
        come_in(crowd, line);
    }
}

static void heard_close(struct crowd *crowd, struct line *line, const struct frame *frame)
{
    char why[160] = "closed";
    if (frame->length >= 2) {
        const uint8_t *code = (const uint8_t *)frame->payload;
        snprintf(why, sizeof why, "closed with %d %.*s", code[0] << 8 | code[1],
                 (int)frame->length - 2, frame->payload + 2);
    }
    line_lost(crowd, line, why);
}

/* How many of `size` bytes are the answer to the upgrade; 0 when it is not whole yet. */
static size_t heard_upgrade(struct crowd *crowd, struct line *line, const char *data, size_t size)
{
    const char *end = memmem(data, size, "\r\n\r\n", 4);
    if (end == NULL)
        return 0;
    if (strncmp(data, "HTTP/1.1 101", 12) != 0) {
        char why[200];
        snprintf(why, sizeof why, "%.*s", (int)(size < 190 ? size : 190), data);
        line_lost(crowd, line, why);
    } else {
        come_in(crowd, line);
    }
    return (size_t)(end - data) + 4;
}

static size_t take_frames(struct crowd *crowd, struct line *line, const char *data, size_t size)
{
    int64_t at = now();
    size_t done = 0, taken;
    struct frame frame;
    if (line->state == UPGRADING)
        done = heard_upgrade(crowd, line, data, size);
    while (line->state > UPGRADING && line->state != LOST &&
           (taken = frame_read(data + done, size - done, &frame)) > 0) {
        if (frame.opcode == TEXT)
            heard_text(crowd, line, frame.payload, frame.length, at);
        else if (frame.opcode == PING)
            say_frame(crowd, line, PONG, frame.payload, frame.length);
        else if (frame.opcode == CLOSE)
            heard_close(crowd, line, &frame);
        done += taken;
    }
    return done;
}

static void read_in(struct crowd *crowd, struct line *line)
{
    static char buffer[READ_AT_ONCE];
    size_t before = line->unread.length;
    if (before == sizeof buffer)
        give_up("line %d: a frame of more than %d bytes", line->number, READ_AT_ONCE);
    if (before)
        memcpy(buffer, line->unread.data, before);
    ssize_t got = recv(line->socket, buffer + before, sizeof buffer - before, 0);
    crowd->reads++;
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        line_lost(crowd, line, got ? strerror(errno) : "ended");
        return;
    }
    size_t size = before + (size_t)got, done = take_frames(crowd, line, buffer, size);
    line->unread.length = 0;
    if (done < size && line->state != LOST)
        bytes_add(&line->unread, buffer + done, size - done);
}

void line_event(struct crowd *crowd, struct line *line, uint32_t events)
{
    if (line->state == LOST)
        return;
    if (line->state == CONNECTING) {
        ask_for_upgrade(crowd, line);
        return;
    }
    if (events & EPOLLOUT && line->unsent.length)
        write_unsent(crowd, line);
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        read_in(crowd, line);
}
