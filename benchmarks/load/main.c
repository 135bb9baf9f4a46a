/* The load client: brings a crowd of WebSocket lines in, has them talk, and prints what came of it
   as one line of JSON. Everything it is to do comes on standard input; see plan.h. */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "crowd.h"
#include "processes.h"

static const int64_t SECOND = 1000000000;
/* Nobody came in for so long: the server cannot do it. */
static const int64_t PATIENCE = 20 * SECOND;
static const int64_t LONGEST_POLL = 5000000;
enum { MOST_IN_ONE_GO = 2000 };

/* What had been used and done at one moment. */
struct mark {
    int64_t at;
    struct cpu servers;
    struct cpu mine;
    long memory;
    uint64_t delivered;
    uint64_t sent;
    uint64_t reads;
    double by_process[MOST_PROCESSES];
};

static struct mark mark_now(const struct plan *plan, const struct crowd *crowd)
{
    struct mark mark = {.mine = cpu_of_mine(), .delivered = crowd->delivered};
    mark.sent = crowd->sent;
    mark.reads = crowd->reads;
    for (int at = 0; at < plan->process_count; at++)
        mark.by_process[at] = cpu_between((struct cpu){0, 0}, cpu_of(plan->processes[at]));
    mark.servers = cpu_of_all(plan->processes, plan->process_count);
    mark.memory = memory_of_all(plan->processes, plan->process_count);
    mark.at = now();
    return mark;
}

static void settle_down(const struct plan *plan)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if ((rlim_t)plan->lines + 16 > files.rlim_max)
        give_up("%d lines, but only %lu files may be open", plan->lines,
                (unsigned long)files.rlim_max);
    if (plan->core >= 0) {
        cpu_set_t cores;
        CPU_ZERO(&cores);
        CPU_SET((size_t)plan->core, &cores);
        sched_setaffinity(0, sizeof cores, &cores);
    }
}

static void bring_in(struct crowd *crowd)
{
    int64_t moved = now();
    int lines = crowd->plan->lines;
    while (crowd->there + crowd->lost < lines) {
        int before = crowd->there;
        crowd_arrive(crowd);
        crowd_poll(crowd, 50000000);
        if (crowd->there != before)
            moved = now();
        if (now() - moved > PATIENCE)
            give_up("%d of %d lines are in, %d were lost, and no more come", crowd->there, lines,
                    crowd->lost);
    }
    if (crowd->lost)
        give_up("%d of %d lines did not come in", crowd->lost, lines);
}

static void rest(struct crowd *crowd, double seconds)
{
    int64_t until = now() + (int64_t)(seconds * (double)SECOND);
    while (now() < until)
        crowd_poll(crowd, LONGEST_POLL);
}

static int64_t undelivered(const struct crowd *crowd)
{
    return (int64_t)(crowd->expected - crowd->undeliverable) - (int64_t)crowd->delivered;
}

/* Who speaks next: the senders in turn. */
static void speak_next(struct crowd *crowd, int64_t due)
{
    static int turn;
    crowd_speak(crowd, turn++ % crowd->plan->senders, due);
}

static void talk_evenly(struct crowd *crowd, int64_t until, int64_t *due)
{
    double interval = (double)SECOND / crowd->plan->per_second;
    static double next;
    if (*due == 0)
        next = (double)(*due = now());
    for (int64_t at = now(); at < until; at = now()) {
        for (int said = 0; next <= (double)at && said < MOST_IN_ONE_GO; said++) {
            /* A client that is late adds its lateness: nobody waits less for it. */
            speak_next(crowd, (int64_t)next);
            next += interval;
        }
        int64_t wait = (int64_t)next - now();
        crowd_poll(crowd, wait < LONGEST_POLL ? wait : LONGEST_POLL);
    }
}

static void talk_as_answered(struct crowd *crowd, int64_t until)
{
    const struct plan *plan = crowd->plan;
    int64_t most = (int64_t)plan->outstanding * plan->lines / plan->rooms;
    while (now() < until && crowd->there > 0) {
        for (int said = 0; undelivered(crowd) < most && said < MOST_IN_ONE_GO; said++)
            speak_next(crowd, now());
        crowd_poll(crowd, LONGEST_POLL);
    }
}

static void talk(struct crowd *crowd, double seconds, int64_t *due)
{
    int64_t until = now() + (int64_t)(seconds * (double)SECOND);
    if (crowd->plan->senders == 0)
        rest(crowd, seconds);
    else if (crowd->plan->per_second > 0)
        talk_evenly(crowd, until, due);
    else
        talk_as_answered(crowd, until);
}

static void drain(struct crowd *crowd)
{
    int64_t until = now() + (int64_t)(crowd->plan->drain_seconds * (double)SECOND);
    while (now() < until && undelivered(crowd) > 0)
        crowd_poll(crowd, LONGEST_POLL);
}

static void print_cost(const char *name, const struct mark *from, const struct mark *to)
{
    double seconds = (double)(to->at - from->at) / (double)SECOND;
    printf("\"%s\":{\"seconds\":%.6f,\"user_seconds\":%.2f,\"system_seconds\":%.2f,"
           "\"load_seconds\":%.4f,\"memory_bytes\":%ld,\"memory_before_bytes\":%ld,"
           "\"sent\":%lu,\"deliveries\":%lu,\"reads\":%lu},",
           name, seconds, to->servers.user_seconds - from->servers.user_seconds,
           to->servers.system_seconds - from->servers.system_seconds,
           cpu_between(from->mine, to->mine), to->memory, from->memory, to->sent - from->sent,
           to->delivered - from->delivered, to->reads - from->reads);
}

static void print_report(const struct crowd *crowd, const struct mark marks[4])
{
    const struct plan *plan = crowd->plan;
    const struct latencies *times = &crowd->latencies;
    printf("{");
    print_cost("arrival", &marks[0], &marks[1]);
    print_cost("window", &marks[2], &marks[3]);
    printf("\"by_process\":{");
    for (int at = 0; at < plan->process_count; at++)
        printf("%s\"%d\":%.2f", at ? "," : "", plan->processes[at],
               marks[3].by_process[at] - marks[2].by_process[at]);
    printf("},\"sent\":%lu,\"expected\":%lu,\"deliveries\":%lu,\"refused\":%lu,\"lost\":%d,",
           crowd->sent, crowd->expected, crowd->delivered, crowd->refused, crowd->lost);
    printf("\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"p999_ms\":%.4f,\"longest_ms\":%.4f}\n",
           latency_quantile_ms(times, 0.5), latency_quantile_ms(times, 0.99),
           latency_quantile_ms(times, 0.999), (double)times->longest / 1e6);
}

int main(void)
{
    static struct plan plan;
    static struct crowd crowd;
    struct mark marks[4];
    int64_t due = 0;
    plan_read(&plan);
    settle_down(&plan);
    crowd_init(&crowd, &plan);
    marks[0] = mark_now(&plan, &crowd);
    bring_in(&crowd);
    marks[1] = mark_now(&plan, &crowd);
    rest(&crowd, 0.5);
    talk(&crowd, plan.warm_seconds, &due);
    marks[2] = mark_now(&plan, &crowd);
    crowd.measured_from = marks[2].at;
    crowd.measured_to = marks[2].at + (int64_t)(plan.seconds * (double)SECOND);
    talk(&crowd, plan.seconds, &due);
    marks[3] = mark_now(&plan, &crowd);
    drain(&crowd);
    print_report(&crowd, marks);
    return 0;
}
