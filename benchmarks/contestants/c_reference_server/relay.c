/* The reference: `relay PORT each|joined`. GET /?room=N, and every text frame goes to everybody in
   the room, one write a delivery, or one for all the frames of an epoll batch. It stores nothing
   and checks nothing: what is left is what the kernel asks for, so this is a floor, no rival. */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "room.h"
#include "upgrade.h"

enum { EVENTS_AT_ONCE = 256, READ_AT_ONCE = 65536, TEXT = 1, CLOSE = 8, MASK_BYTES = 4 };

static int poll_set;
static int joined;

static void forget(struct connection *connection)
{
    if (connection->room >= 0)
        room_leave(connection);
    close(connection->socket);
    free(connection->unsent);
    free(connection);
}

static void relay(struct connection *connection, const char *text, size_t length)
{
    static char frame[READ_AT_ONCE + 4];
    size_t header = 2;
    frame[0] = (char)0x81;
    if (length < 126) {
        frame[1] = (char)length;
    } else {
        frame[1] = 126;
        frame[2] = (char)(length >> 8);
        frame[3] = (char)length;
        header = 4;
    }
    memcpy(frame + header, text, length);
    if (joined)
        room_join(connection->room, frame, header + length);
    else
        room_write(poll_set, connection->room, frame, header + length);
}

/* How many bytes the frame at `data` takes; 0 when it is not whole, -1 when it is the last. */
static long take_frame(struct connection *connection, char *data, size_t size)
{
    uint8_t *bytes = (uint8_t *)data;
    size_t header = 2;
    if (size < 2 + MASK_BYTES)
        return 0;
    size_t length = bytes[1] & 127;
    if (length == 126) {
        length = (size_t)bytes[2] << 8 | bytes[3];
        header = 4;
    }
    header += MASK_BYTES;
    if (size < header + length)
        return 0;
    for (size_t at = 0; at < length; at++)
        bytes[header + at] ^= bytes[header - MASK_BYTES + (at & 3)];
    if ((bytes[0] & 15) == CLOSE)
        return -1;
    if ((bytes[0] & 15) == TEXT)
        relay(connection, data + header, length);
    return (long)(header + length);
}

/* The same of a request's head. */
static long take_head(struct connection *connection, char *data)
{
    char answer[256], *end = strstr(data, "\r\n\r\n"), *room = strstr(data, "room=");
    if (end == NULL)
        return 0;
    size_t length = upgrade_answer(data, answer);
    int number = room ? atoi(room + 5) : 0;
    if (length == 0 || number < 0 || number >= ROOMS)
        return -1;
    room_enter(connection, number);
    connection_write(poll_set, connection, answer, length);
    return end + 4 - data;
}

static void readable(struct connection *connection)
{
    static char data[READ_AT_ONCE + 1];
    memcpy(data, connection->beginning, connection->unread);
    ssize_t got = recv(connection->socket, data + connection->unread,
                       READ_AT_ONCE - connection->unread, 0);
    if (got <= 0) {
        forget(connection);
        return;
    }
    size_t size = connection->unread + (size_t)got, done = 0;
    long taken = 0;
    data[size] = 0;
    if (connection->room < 0)
        taken = take_head(connection, data);
    while (connection->room >= 0 && taken >= 0) {
        done += (size_t)taken;
        taken = take_frame(connection, data + done, size - done);
        if (taken == 0)
            break;
    }
    if (taken < 0 || size - done > LARGEST_HEAD) {
        forget(connection);
        return;
    }
    connection->unread = size - done;
    memcpy(connection->beginning, data + done, connection->unread);
}

static void accept_all(int door)
{
    int on = 1, socket;
    while ((socket = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        connection->socket = socket;
        connection->room = -1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_ctl(poll_set, EPOLL_CTL_ADD, socket, &event);
    }
}

static int open_door(int port)
{
    int on = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(door, (struct sockaddr *)&at, sizeof at) < 0 || listen(door, 4096) < 0) {
        perror("bind");
        exit(1);
    }
    epoll_ctl(poll_set, EPOLL_CTL_ADD, door, &event);
    return door;
}

int main(int count, char **words)
{
    struct rlimit files;
    struct epoll_event events[EVENTS_AT_ONCE];
    if (count != 3)
        return 2;
    joined = strcmp(words[2], "joined") == 0;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    poll_set = epoll_create1(0);
    int door = open_door(atoi(words[1]));
    for (;;) {
        int ready = epoll_wait(poll_set, events, EVENTS_AT_ONCE, -1);
        for (int at = 0; at < ready; at++) {
            struct connection *connection = events[at].data.ptr;
            if (connection == NULL) {
                accept_all(door);
                continue;
            }
            if (events[at].events & EPOLLOUT && connection->unsent_length)
                connection_writable(poll_set, connection);
            if (events[at].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                readable(connection);
        }
        rooms_flush(poll_set);
    }
}
