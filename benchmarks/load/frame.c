#include "frame.h"

#include <string.h>

enum { FINAL = 0x80, MASKED = 0x80, LENGTH = 0x7f, TWO_BYTES = 126, EIGHT_BYTES = 127 };

static size_t add_header(uint8_t *header, enum opcode opcode, size_t length)
{
    header[0] = FINAL | opcode;
    if (length < TWO_BYTES) {
        header[1] = MASKED | length;
        return 2;
    }
    size_t bytes = length < 65536 ? 2 : 8;
    header[1] = MASKED | (bytes == 2 ? TWO_BYTES : EIGHT_BYTES);
    for (size_t at = 0; at < bytes; at++)
        header[2 + at] = (uint64_t)length >> 8 * (bytes - 1 - at);
    return 2 + bytes;
}

void frame_add(struct bytes *into, enum opcode opcode, const char *payload, size_t length)
{
    uint8_t header[14], mask[4];
    uint32_t drawn = (uint32_t)chance();
    memcpy(mask, &drawn, sizeof mask);
    size_t size = add_header(header, opcode, length);
    bytes_add(into, header, size);
    bytes_add(into, mask, sizeof mask);
    size_t begun = into->length;
    bytes_add(into, payload, length);
    char *masked = into->data + begun;
    for (size_t at = 0; at < length; at++)
        masked[at] ^= mask[at & 3];
}

size_t frame_read(const char *data, size_t size, struct frame *frame)
{
    const uint8_t *byte = (const uint8_t *)data;
    if (size < 2)
        return 0;
    size_t header = 2;
    uint64_t length = byte[1] & LENGTH;
    if (length >= TWO_BYTES) {
        size_t bytes = length == TWO_BYTES ? 2 : 8;
        header += bytes;
        if (size < header)
            return 0;
        length = 0;
        for (size_t at = 2; at < header; at++)
            length = length << 8 | byte[at];
    }
    if (size - header < length)
        return 0;
    *frame = (struct frame){byte[0] & 15, data + header, length};
    return header + length;
}
