#include "room.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static struct {
    struct connection **all;
    int count;
    int space;
    char *waiting;
    size_t waiting_length;
    size_t waiting_space;
} rooms[ROOMS];

static int flushes[ROOMS];
static int flush_count;

void room_enter(struct connection *connection, int room)
{
    if (rooms[room].count == rooms[room].space) {
        rooms[room].space = rooms[room].space ? 2 * rooms[room].space : 8;
        rooms[room].all = realloc(rooms[room].all, rooms[room].space * sizeof *rooms[room].all);
    }
    connection->room = room;
    connection->place = rooms[room].count;
    rooms[room].all[rooms[room].count++] = connection;
}

void room_leave(struct connection *connection)
{
    int room = connection->room;
    struct connection *last = rooms[room].all[--rooms[room].count];
    rooms[room].all[connection->place] = last;
    last->place = connection->place;
}

static void wait_for(int poll, struct connection *connection, unsigned events)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};
    epoll_ctl(poll, EPOLL_CTL_MOD, connection->socket, &event);
}

void connection_write(int poll, struct connection *connection, const char *data, size_t length)
{
    if (connection->unsent_length == 0) {
        ssize_t taken = send(connection->socket, data, length, MSG_NOSIGNAL);
        if (taken == (ssize_t)length)
            return;
        if (taken > 0) {
            data += taken;
            length -= (size_t)taken;
        }
        wait_for(poll, connection, EPOLLIN | EPOLLOUT);
    }
    connection->unsent = realloc(connection->unsent, connection->unsent_length + length);
    memcpy(connection->unsent + connection->unsent_length, data, length);
    connection->unsent_length += length;
}

void connection_writable(int poll, struct connection *connection)
{
    ssize_t taken =
        send(connection->socket, connection->unsent, connection->unsent_length, MSG_NOSIGNAL);
    if (taken <= 0)
        return;
    connection->unsent_length -= (size_t)taken;
    memmove(connection->unsent, connection->unsent + taken, connection->unsent_length);
    if (connection->unsent_length == 0)
        wait_for(poll, connection, EPOLLIN);
}

void room_write(int poll, int room, const char *data, size_t length)
{
    for (int at = 0; at < rooms[room].count; at++)
        connection_write(poll, rooms[room].all[at], data, length);
}

void room_join(int room, const char *data, size_t length)
{
    size_t wanted = rooms[room].waiting_length + length;
    if (rooms[room].waiting_length == 0)
        flushes[flush_count++] = room;
    if (wanted > rooms[room].waiting_space) {
        rooms[room].waiting_space = 2 * wanted;
        rooms[room].waiting = realloc(rooms[room].waiting, rooms[room].waiting_space);
    }
    memcpy(rooms[room].waiting + rooms[room].waiting_length, data, length);
    rooms[room].waiting_length = wanted;
}

void rooms_flush(int poll)
{
    for (int at = 0; at < flush_count; at++) {
        int room = flushes[at];
        room_write(poll, room, rooms[room].waiting, rooms[room].waiting_length);
        rooms[room].waiting_length = 0;
    }
    flush_count = 0;
}
