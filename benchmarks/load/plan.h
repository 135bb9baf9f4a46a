/* What is to be done: read once from standard input, one `key value` a line (see client.py). */
#ifndef PLAN_H
#define PLAN_H

#include <stddef.h>

#include "template.h"

enum { MOST_STEPS = 32, MOST_ANSWERS = 8, MOST_HEADERS = 16, MOST_PROCESSES = 64 };

/* One step of the way in: say a frame, or hear one that contains a marker. */
struct step {
    struct template say;
    char *hear; /* NULL for what is said */
};

struct answer {
    char *asked;
    char *text;
};

/* One line of the load: by which door, in which room, as whom. */
struct place {
    int port;
    int room; /* its number: rooms are told apart by name in the plan alone */
    char *room_name;
    char *token;
};

struct plan {
    int core; /* to run on; -1 for any */
    struct place *places;
    int lines;
    int rooms;
    int *lines_in_room;
    int senders;
    double per_second; /* open loop; 0 for a closed one */
    int outstanding;   /* closed loop: messages not yet delivered everywhere */
    int payload_bytes;
    double warm_seconds;
    double seconds;
    double drain_seconds;
    int at_once;
    struct template path;
    struct template message;
    struct template headers[MOST_HEADERS];
    int header_count;
    char *subprotocol;
    struct step steps[MOST_STEPS];
    int step_count;
    struct answer answers[MOST_ANSWERS];
    int answer_count;
    char *refusal; /* what a refused message's answer contains; "" for none */
    int processes[MOST_PROCESSES];
    int process_count;
};

/* Ends the program with a sentence when the plan makes no sense. */
void plan_read(struct plan *plan);

/* Ends the program: a sentence on standard error, exit code 2. */
__attribute__((noreturn, format(printf, 1, 2))) void give_up(const char *format, ...);

#endif
