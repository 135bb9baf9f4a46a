"""The door for sockets: who may come in is settled here, once, before anything is listened to."""

from http import HTTPStatus
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from persistence.database import DatabaseCrowded
from persistence.people.sessions import Comer
from rooms.actor import Actor
from server.node.connections import HEARTBEAT_SECONDS
from server.parts import Parts
from server.people.auth import actor_by, credential_of, parts_of
from server.people.origin import allowed_origin
from server.sockets.connection import Connection
from server.talk import frames
from server.wires.close_codes import CloseCode
from server.wires.outlet import line_of

PATH: Final = "/socket"


async def talk(scope: Scope, receive: Receive, send: Send) -> None:
    """One socket, until its line is lost. Of its handshake nothing is kept meanwhile."""
    let_in = await _let_in(WebSocket(scope, receive, send))
    if let_in is None:
        return
    connection, welcome = let_in
    try:
        connection.caller.send(welcome)
        await connection.serve()
    finally:
        connection.caller.parts.connections.remove(connection)


async def _let_in(socket: WebSocket) -> tuple[Connection, frames.Welcome] | None:
    """Refuse a foreign page with 403, too many sockets with a close code, and else count it in. Who
    comes while the database has no line free is asked to come again."""
    parts = parts_of(socket)
    if not allowed_origin(socket.headers, parts.settings):
        await socket.close()
        return None
    try:
        credential = credential_of(socket)
        comer = await parts.arrivals.ask(credential.hash if credential else None)
        actor = await actor_by(parts.database, comer.session, comer.now)
    except (DatabaseCrowded, TimeoutError):
        await socket.send_denial_response(Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE))
        return None
    address = socket.client.host if socket.client else None
    await socket.accept()
    line = line_of(socket.scope)
    connection = Connection(line, actor, parts)
    if not parts.connections.admits(actor.account if actor else None, address):
        line.close(CloseCode.TOO_MANY_CONNECTIONS)
        return None
    parts.connections.add(connection, address)
    return connection, _welcome(parts, comer, actor)


def _welcome(parts: Parts, comer: Comer, actor: Actor | None) -> frames.Welcome:
    return frames.Welcome(
        protocol=frames.PROTOCOL,
        server_time=parts.connections.server_time(),
        epoch=comer.epoch,
        heartbeat_ms=int(HEARTBEAT_SECONDS * 1000),
        spread_ms=parts.connections.spread_ms(),
        signed_in=actor is not None,
    )
