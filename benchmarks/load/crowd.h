/* All lines of the load in one event loop: how each comes in, what it says and what it hears. */
#ifndef CROWD_H
#define CROWD_H

#include <stdint.h>

#include "latency.h"
#include "plan.h"

enum state { NOT_YET, CONNECTING, UPGRADING, COMING_IN, THERE, LOST };

struct line {
    int socket;
    enum state state;
    int step; /* of the way in */
    int number;
    struct bytes unread; /* the beginning of a frame whose end is still to come */
    struct bytes unsent;
};

struct crowd {
    const struct plan *plan;
    struct line *lines;
    int poll;
    int begun;
    int there;
    int lost;
    uint64_t sent;
    uint64_t expected; /* deliveries of what was sent */
    uint64_t delivered;
    uint64_t refused;
    uint64_t undeliverable; /* deliveries of what was refused */
    uint64_t reads;
    int64_t measured_from; /* messages due in this window are in the latencies */
    int64_t measured_to;
    struct latencies latencies;
};

/* Monotonic, in ns. */
int64_t now(void);

void crowd_init(struct crowd *crowd, const struct plan *plan);

/* Begins as many lines as `at_once` allows. */
void crowd_arrive(struct crowd *crowd);

/* Waits for at most `nanoseconds` and handles what came. */
void crowd_poll(struct crowd *crowd, int64_t nanoseconds);

/* Has a line say a message that was due at this time; nothing when it is not there. */
void crowd_speak(struct crowd *crowd, int line, int64_t due);

#endif
