"""Rooms on python-socketio, through Redis where `REDIS_URL` names one ("" for none)."""

import os
from urllib.parse import parse_qs

import socketio


def manager() -> socketio.AsyncManager:
    url = os.environ["REDIS_URL"]
    return socketio.AsyncRedisManager(url) if url else socketio.AsyncManager()


server = socketio.AsyncServer(
    async_mode="asgi",
    transports=["websocket"],
    client_manager=manager(),
    http_compression=False,
    logger=False,
    engineio_logger=False,
)


async def connect(sid: str, environ: dict[str, str]) -> None:
    room = parse_qs(environ["QUERY_STRING"])["room"][0]
    await server.save_session(sid, {"room": room})
    await server.enter_room(sid, room)


async def say(sid: str, text: str) -> None:
    session = await server.get_session(sid)
    await server.emit("said", text, room=session["room"])


server.on("connect", connect)
server.on("say", say)
app = socketio.ASGIApp(server)
