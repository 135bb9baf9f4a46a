"""Rooms as the tutorials write them: Starlette, and a loop of `send_text`."""

import contextlib
from collections import defaultdict

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


class Rooms:
    """Who is connected, by room."""

    def __init__(self) -> None:
        self._members: defaultdict[str, set[WebSocket]] = defaultdict(set)

    async def serve(self, websocket: WebSocket) -> None:
        await websocket.accept()
        members = self._members[websocket.path_params["room"]]
        members.add(websocket)
        try:
            async for text in websocket.iter_text():
                for member in list(members):
                    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                        await member.send_text(text)
        finally:
            members.discard(websocket)


app = Starlette(routes=[WebSocketRoute("/rooms/{room}", Rooms().serve)])
