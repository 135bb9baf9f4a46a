/* Texts with {room}, {token}, {id} and {payload} in them, cut up once and filled in often. */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <stddef.h>

/* Bytes that grow. */
struct bytes {
    char *data;
    size_t length;
    size_t room;
};

void bytes_add(struct bytes *bytes, const void *data, size_t length);

enum { MOST_PIECES = 16 };

enum blank { LITERAL, ROOM, TOKEN, ID, PAYLOAD };

struct piece {
    enum blank blank;
    const char *text;
    size_t length;
};

struct template {
    struct piece pieces[MOST_PIECES];
    int count;
};

/* `text` must live as long as the template. */
struct template template_of(const char *text);

/* What stands in the blanks of one line. */
struct filling {
    const char *room;
    const char *token;
    const char *payload;
    size_t payload_length;
};

void template_fill(const struct template *template, const struct filling *with,
                   struct bytes *into);

/* Fast and bad: for masks, and for ids that need only be different. */
unsigned long long chance(void);

#endif
