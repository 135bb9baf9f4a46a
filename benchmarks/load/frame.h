/* Frames of a WebSocket (RFC 6455, 5.2), as a client writes and reads them. */
#ifndef FRAME_H
#define FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "template.h"

enum opcode { CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

/* Appends one whole frame, masked by chance as every client's must be. */
void frame_add(struct bytes *into, enum opcode opcode, const char *payload, size_t length);

struct frame {
    enum opcode opcode;
    const char *payload;
    size_t length;
};

/* The first frame in `size` bytes; how many of them it takes, or 0 when it is not whole yet. */
size_t frame_read(const char *data, size_t size, struct frame *frame);

#endif
