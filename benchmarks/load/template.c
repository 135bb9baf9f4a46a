#include "template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "plan.h"

static const struct {
    const char *name;
    enum blank blank;
} BLANKS[] = {{"{room}", ROOM}, {"{token}", TOKEN}, {"{id}", ID}, {"{payload}", PAYLOAD}};

void bytes_add(struct bytes *bytes, const void *data, size_t length)
{
    if (bytes->length + length > bytes->room) {
        bytes->room = 2 * (bytes->length + length);
        bytes->data = realloc(bytes->data, bytes->room);
        if (bytes->data == NULL)
            give_up("no memory");
    }
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
}

static void add_piece(struct template *template, enum blank blank, const char *text, size_t length)
{
    if (blank == LITERAL && length == 0)
        return;
    if (template->count == MOST_PIECES)
        give_up("a text has %d pieces at most", MOST_PIECES);
    template->pieces[template->count++] = (struct piece){blank, text, length};
}

struct template template_of(const char *text)
{
    struct template template = {.count = 0};
    const char *begun = text;
    while (*text) {
        size_t blank = 0, all = sizeof BLANKS / sizeof *BLANKS;
        while (blank < all && strncmp(text, BLANKS[blank].name, strlen(BLANKS[blank].name)))
            blank++;
        if (blank == all) {
            text++;
            continue;
        }
        add_piece(&template, LITERAL, begun, text - begun);
        add_piece(&template, BLANKS[blank].blank, NULL, 0);
        begun = text += strlen(BLANKS[blank].name);
    }
    add_piece(&template, LITERAL, begun, text - begun);
    return template;
}

unsigned long long chance(void)
{
    /* xorshift64 (Marsaglia, 2003) */
    static unsigned long long state;
    if (state == 0)
        state = (unsigned long long)time(NULL) * 1000003ull + (unsigned long long)getpid();
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void add_id(struct bytes *into)
{
    /* A UUID of version 4 (RFC 9562): version and variant in place, everything else by chance. */
    static const char DIGITS[] = "0123456789abcdef";
    char id[] = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    unsigned long long bits = 0;
    for (int at = 0, left = 0; id[at]; at++) {
        if (id[at] != 'x' && id[at] != 'y')
            continue;
        if (left == 0) {
            bits = chance();
            left = 16;
        }
        id[at] = id[at] == 'x' ? DIGITS[bits & 15] : "89ab"[bits & 3];
        bits >>= 4;
        left--;
    }
    bytes_add(into, id, sizeof id - 1);
}

void template_fill(const struct template *template, const struct filling *with, struct bytes *into)
{
    for (const struct piece *piece = template->pieces; piece < template->pieces + template->count;
         piece++) {
        switch (piece->blank) {
        case LITERAL:
            bytes_add(into, piece->text, piece->length);
            break;
        case ROOM:
            bytes_add(into, with->room, strlen(with->room));
            break;
        case TOKEN:
            bytes_add(into, with->token, strlen(with->token));
            break;
        case ID:
            add_id(into);
            break;
        case PAYLOAD:
            bytes_add(into, with->payload, with->payload_length);
            break;
        }
    }
}
