#include "latency.h"

static int bucket_of(uint64_t value)
{
    if (value < STEPS)
        return (int)value;
    int shift = 63 - __builtin_clzll(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int)(value >> shift) - STEPS;
}

static uint64_t value_of(int bucket)
{
    if (bucket < STEPS)
        return (uint64_t)bucket;
    int shift = bucket / STEPS - 1;
    return (uint64_t)(bucket % STEPS + STEPS) << shift;
}

void latency_add(struct latencies *latencies, uint64_t nanoseconds)
{
    latencies->counts[bucket_of(nanoseconds)]++;
    latencies->all++;
    if (nanoseconds > latencies->longest)
        latencies->longest = nanoseconds;
}

double latency_quantile_ms(const struct latencies *latencies, double share)
{
    uint64_t wanted = (uint64_t)(share * (double)latencies->all), passed = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        passed += latencies->counts[bucket];
        if (passed > wanted)
            return (double)value_of(bucket) / 1e6;
    }
    return (double)latencies->longest / 1e6;
}
