#include "plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void give_up(const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    vfprintf(stderr, format, rest);
    va_end(rest);
    fputc('\n', stderr);
    exit(2);
}

static char *copy(const char *text)
{
    char *copied = strdup(text);
    if (copied == NULL)
        give_up("no memory");
    return copied;
}

static int room_number(struct plan *plan, const char *name)
{
    /* Places come room by room in turn, so the search nearly always ends where it begins. */
    int known = plan->rooms, guess = plan->lines;
    for (int tried = 0; tried < known; tried++) {
        int place = (guess + tried) % known;
        if (strcmp(plan->places[place].room_name, name) == 0)
            return plan->places[place].room;
    }
    if (known != plan->lines)
        give_up("the first lines must each have a room of their own, in turn");
    plan->rooms++;
    return known;
}

static void add_place(struct plan *plan, char *value)
{
    static int room_for;
    if (plan->lines == room_for) {
        room_for = room_for ? 2 * room_for : 1024;
        plan->places = realloc(plan->places, room_for * sizeof *plan->places);
        plan->lines_in_room = realloc(plan->lines_in_room, room_for * sizeof(int));
        if (plan->places == NULL || plan->lines_in_room == NULL)
            give_up("no memory");
    }
    char *port = strsep(&value, "\t"), *room = strsep(&value, "\t");
    if (room == NULL || value == NULL)
        give_up("a line is: port, room, token, with tabs between");
    struct place *place = &plan->places[plan->lines];
    place->port = atoi(port);
    place->room = room_number(plan, room);
    place->room_name = copy(room);
    place->token = copy(value);
    if (place->room == plan->rooms - 1 && plan->rooms - 1 == plan->lines)
        plan->lines_in_room[place->room] = 0;
    plan->lines_in_room[place->room]++;
    plan->lines++;
}

static struct step *next_step(struct plan *plan)
{
    if (plan->step_count == MOST_STEPS)
        give_up("a way in has %d steps at most", MOST_STEPS);
    return &plan->steps[plan->step_count++];
}

static void add_answer(struct plan *plan, char *value)
{
    if (plan->answer_count == MOST_ANSWERS)
        give_up("there are %d answers at most", MOST_ANSWERS);
    struct answer *answer = &plan->answers[plan->answer_count++];
    answer->asked = copy(strsep(&value, "\t"));
    answer->text = copy(value ? value : "");
}

static void add_texts(struct plan *plan, const char *key, char *value)
{
    if (strcmp(key, "path") == 0)
        plan->path = template_of(copy(value));
    else if (strcmp(key, "message") == 0)
        plan->message = template_of(copy(value));
    else if (strcmp(key, "subprotocol") == 0)
        plan->subprotocol = copy(value);
    else if (strcmp(key, "refusal") == 0)
        plan->refusal = copy(value);
    else if (strcmp(key, "say") == 0)
        next_step(plan)->say = template_of(copy(value));
    else if (strcmp(key, "hear") == 0)
        next_step(plan)->hear = copy(value);
    else if (strcmp(key, "answer") == 0)
        add_answer(plan, value);
    else if (strcmp(key, "header") == 0 && plan->header_count < MOST_HEADERS)
        plan->headers[plan->header_count++] = template_of(copy(value));
    else
        give_up("the plan says what is not understood: %s", key);
}

static void add(struct plan *plan, const char *key, char *value)
{
    if (strcmp(key, "line") == 0)
        add_place(plan, value);
    else if (strcmp(key, "core") == 0)
        plan->core = atoi(value);
    else if (strcmp(key, "senders") == 0)
        plan->senders = atoi(value);
    else if (strcmp(key, "per_second") == 0)
        plan->per_second = atof(value);
    else if (strcmp(key, "outstanding") == 0)
        plan->outstanding = atoi(value);
    else if (strcmp(key, "payload_bytes") == 0)
        plan->payload_bytes = atoi(value);
    else if (strcmp(key, "warm_seconds") == 0)
        plan->warm_seconds = atof(value);
    else if (strcmp(key, "seconds") == 0)
        plan->seconds = atof(value);
    else if (strcmp(key, "drain_seconds") == 0)
        plan->drain_seconds = atof(value);
    else if (strcmp(key, "at_once") == 0)
        plan->at_once = atoi(value);
    else if (strcmp(key, "process") == 0 && plan->process_count < MOST_PROCESSES)
        plan->processes[plan->process_count++] = atoi(value);
    else
        add_texts(plan, key, value);
}

void plan_read(struct plan *plan)
{
    char *text = NULL;
    size_t room = 0;
    ssize_t length;
    *plan = (struct plan){.core = -1, .at_once = 64, .drain_seconds = 5.0};
    plan->subprotocol = plan->refusal = "";
    while ((length = getline(&text, &room, stdin)) > 0) {
        if (text[length - 1] == '\n')
            text[length - 1] = 0;
        char *value = text, *key = strsep(&value, " ");
        add(plan, key, value ? value : "");
    }
    free(text);
    if (plan->lines == 0 || plan->senders > plan->lines)
        give_up("%d lines, of which %d speak", plan->lines, plan->senders);
    if (plan->senders > 0 && plan->per_second <= 0 && plan->outstanding <= 0)
        give_up("neither a rate nor a number of outstanding messages");
}
