/* Rooms of connections, and the one way to write to them. */
#ifndef ROOM_H
#define ROOM_H

#include <stddef.h>

enum { ROOMS = 20000, LARGEST_HEAD = 4096 };

struct connection {
    int socket;
    int room;  /* -1 before the upgrade */
    int place; /* among the room's connections */
    size_t unread;
    char beginning[LARGEST_HEAD]; /* of a head or a frame whose end is still to come */
    char *unsent;
    size_t unsent_length;
};

void room_enter(struct connection *connection, int room);
void room_leave(struct connection *connection);

/* To one connection; what the kernel does not take now waits for `connection_writable`. */
void connection_write(int poll, struct connection *connection, const char *data, size_t length);
void connection_writable(int poll, struct connection *connection);

/* To everybody in it, one write each: at once, or joined with what else comes before
   `rooms_flush`. */
void room_write(int poll, int room, const char *data, size_t length);
void room_join(int room, const char *data, size_t length);
void rooms_flush(int poll);

#endif
