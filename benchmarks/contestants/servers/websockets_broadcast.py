"""Rooms with the `websockets` library's own `broadcast`: `websockets_broadcast.py PORT`."""

import asyncio
import sys
from collections import defaultdict

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve


class Rooms:
    """Who is connected, by the path they asked for."""

    def __init__(self) -> None:
        self._members: defaultdict[str, set[ServerConnection]] = defaultdict(set)

    async def serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        members = self._members[connection.request.path]
        members.add(connection)
        try:
            async for text in connection:
                broadcast(members, text)
        finally:
            members.discard(connection)


async def main(port: int) -> None:
    async with serve(Rooms().serve, "127.0.0.1", port, compression=None, backlog=4096):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
