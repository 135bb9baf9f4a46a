/* The answer to a WebSocket upgrade (RFC 6455, 4.2.2). */
#ifndef UPGRADE_H
#define UPGRADE_H

#include <stddef.h>

/* Writes the 101 for a request's head, a string; its length, or 0 for what asks for no upgrade.
   `answer` has room for 256 bytes. */
size_t upgrade_answer(const char *head, char *answer);

#endif
