/* What /proc says that processes have used, and what this one has. */
#ifndef PROCESSES_H
#define PROCESSES_H

struct cpu {
    double user_seconds;
    double system_seconds;
};

/* All its threads, also those that ended; zero for a process that is gone. */
struct cpu cpu_of(int process);
struct cpu cpu_of_all(const int *processes, int count);
struct cpu cpu_of_mine(void);
double cpu_between(struct cpu before, struct cpu after);

/* Resident. */
long memory_of_all(const int *processes, int count);

#endif
