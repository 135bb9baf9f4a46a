#include "processes.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int read_proc(int process, const char *name, char *into, size_t room)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", process, name);
    int file = open(path, O_RDONLY);
    if (file < 0)
        return 0;
    ssize_t length = read(file, into, room - 1);
    close(file);
    into[length > 0 ? length : 0] = 0;
    return length > 0;
}

struct cpu cpu_of(int process)
{
    char text[1024];
    unsigned long user, system;
    if (!read_proc(process, "stat", text, sizeof text))
        return (struct cpu){0, 0};
    /* proc(5): fields 14 and 15. The second is the name, which may hold blanks and brackets. */
    const char *rest = strrchr(text, ')');
    if (rest == NULL || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                               &user, &system) != 2)
        return (struct cpu){0, 0};
    double tick = (double)sysconf(_SC_CLK_TCK);
    return (struct cpu){(double)user / tick, (double)system / tick};
}

struct cpu cpu_of_all(const int *processes, int count)
{
    struct cpu sum = {0, 0};
    for (int at = 0; at < count; at++) {
        struct cpu one = cpu_of(processes[at]);
        sum.user_seconds += one.user_seconds;
        sum.system_seconds += one.system_seconds;
    }
    return sum;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

struct cpu cpu_of_mine(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (struct cpu){seconds_of(used.ru_utime), seconds_of(used.ru_stime)};
}

double cpu_between(struct cpu before, struct cpu after)
{
    return after.user_seconds + after.system_seconds - before.user_seconds - before.system_seconds;
}

long memory_of_all(const int *processes, int count)
{
    long sum = 0, pages;
    char text[256];
    for (int at = 0; at < count; at++)
        if (read_proc(processes[at], "statm", text, sizeof text) &&
            sscanf(text, "%*d %ld", &pages) == 1)
            sum += pages * sysconf(_SC_PAGESIZE);
    return sum;
}
