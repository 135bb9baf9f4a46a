/* Times by their size: within 1.6 % of each value, from 1 ns to hours, without a cap. */
#ifndef LATENCY_H
#define LATENCY_H

#include <stdint.h>

/* Below 64 ns each value has a bucket; above, each power of two has 64. */
enum { STEPS = 64, STEP_BITS = 6, BUCKETS = (64 - STEP_BITS + 1) * STEPS };

struct latencies {
    uint64_t counts[BUCKETS];
    uint64_t all;
    uint64_t longest;
};

void latency_add(struct latencies *latencies, uint64_t nanoseconds);

/* The time that `share` of all do not exceed, in ms; 0 for none. */
double latency_quantile_ms(const struct latencies *latencies, double share);

#endif
