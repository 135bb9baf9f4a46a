"""The door for sockets: who may come in is settled here, once, before anything is listened to."""

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from persistence.reading import transcripts
from rooms.actor import Actor
from server.node.connections import HEARTBEAT_SECONDS
from server.parts import Parts
from server.people.auth import actor_of, parts_of
from server.people.origin import allowed_origin
from server.sockets.connection import Connection
from server.talk import frames
from server.wires.close_codes import CloseCode
from server.wires.outlet import line_of


async def talk(socket: WebSocket) -> None:
    """Refuse a foreign page with 403, too many sockets with a close code, and else serve."""
    parts = parts_of(socket)
    if not allowed_origin(socket.headers, parts.settings):
        await socket.close()
        return
    actor = await actor_of(socket)
    address = socket.client.host if socket.client else None
    await socket.accept()
    line = line_of(socket.scope)
    connection = Connection(line, actor, parts)
    if not parts.connections.admits(actor.account if actor else None, address):
        line.close(CloseCode.TOO_MANY_CONNECTIONS)
        return
    parts.connections.add(connection, address)
    try:
        connection.caller.send(await _welcome(parts, actor))
        await connection.serve()
    finally:
        parts.connections.remove(connection)


async def _welcome(parts: Parts, actor: Actor | None) -> frames.Welcome:
    return frames.Welcome(
        protocol=frames.PROTOCOL,
        server_time=parts.clock(),
        epoch=await parts.database.read(transcripts.epoch),
        heartbeat_ms=int(HEARTBEAT_SECONDS * 1000),
        spread_ms=parts.connections.spread_ms(),
        signed_in=actor is not None,
    )


def routes() -> list[WebSocketRoute]:
    return [WebSocketRoute("/socket", talk)]
