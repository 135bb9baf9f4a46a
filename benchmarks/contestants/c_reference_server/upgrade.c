#define _GNU_SOURCE
#include "upgrade.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint32_t turned(uint32_t value, int by)
{
    return value << by | value >> (32 - by);
}

static void sha1_block(uint32_t state[5], const uint8_t *block)
{
    uint32_t words[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int at = 0; at < 16; at++)
        words[at] = (uint32_t)block[4 * at] << 24 | (uint32_t)block[4 * at + 1] << 16 |
                    (uint32_t)block[4 * at + 2] << 8 | block[4 * at + 3];
    for (int at = 16; at < 80; at++)
        words[at] =
            turned(words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16], 1);
    for (int at = 0; at < 80; at++) {
        uint32_t mixed, constant;
        if (at < 20) {
            mixed = (b & c) | (~b & d);
            constant = 0x5a827999;
        } else if (at < 40) {
            mixed = b ^ c ^ d;
            constant = 0x6ed9eba1;
        } else if (at < 60) {
            mixed = (b & c) | (b & d) | (c & d);
            constant = 0x8f1bbcdc;
        } else {
            mixed = b ^ c ^ d;
            constant = 0xca62c1d6;
        }
        uint32_t next = turned(a, 5) + mixed + e + constant + words[at];
        e = d;
        d = c;
        c = turned(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

/* Of at most 119 bytes: a key and the protocol's own id are 60. */
static void sha1(const char *text, size_t length, uint8_t digest[20])
{
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    uint8_t padded[128] = {0};
    size_t size = length + 9 <= 64 ? 64 : 128;
    memcpy(padded, text, length);
    padded[length] = 0x80;
    for (int at = 0; at < 8; at++)
        padded[size - 1 - at] = (uint8_t)((uint64_t)length * 8 >> 8 * at);
    for (size_t at = 0; at < size; at += 64)
        sha1_block(state, padded + at);
    for (int at = 0; at < 20; at++)
        digest[at] = (uint8_t)(state[at / 4] >> 8 * (3 - at % 4));
}

/* Of 20 bytes: 28 characters, the last of them a pad. */
static void base64(const uint8_t digest[20], char *into)
{
    static const char DIGITS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int at = 0; at < 20; at += 3) {
        uint32_t three = (uint32_t)digest[at] << 16 | (uint32_t)digest[at + 1] << 8 |
                         (at + 2 < 20 ? digest[at + 2] : 0);
        for (int digit = 0; digit < 4; digit++)
            *into++ = DIGITS[three >> 6 * (3 - digit) & 63];
    }
    into[-1] = '=';
    *into = 0;
}

size_t upgrade_answer(const char *head, char *answer)
{
    static const char NAME[] = "sec-websocket-key:", ID[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char text[128], accepted[32];
    uint8_t digest[20];
    const char *key = strcasestr(head, NAME);
    if (key == NULL)
        return 0;
    key += sizeof NAME - 1;
    key += strspn(key, " ");
    int length = snprintf(text, sizeof text, "%.*s%s", (int)strcspn(key, " \r\n"), key, ID);
    if (length >= 120)
        return 0;
    sha1(text, (size_t)length, digest);
    base64(digest, accepted);
    return (size_t)sprintf(answer,
                           "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                           "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                           accepted);
}
