"""What the operator's machines ask: whether the process lives and can serve, and its
figures."""

import asyncio
import secrets

import msgspec
from sqlalchemy import Connection, text
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from persistence.database import Database, MigrationPending
from server.calendar import zones
from server.errors import shape_response
from server.people.auth import parts_of

PATIENCE_SECONDS = 2.0
FIGURES = "text/plain; version=0.0.4; charset=utf-8"


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Each is true when it serves now. A lost broker makes a process slower, not wrong. `tzdata`:
    the version of the rules of clocks, which all processes should share."""

    database: bool
    migrations: bool
    broker: bool
    tzdata: str = zones.VERSION

    @property
    def ready(self) -> bool:
        return self.database and self.migrations


async def healthz(request: Request) -> Response:
    """The process answers."""
    del request
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """Whether to send people here: 200, else 503, and which part is missing."""
    parts = parts_of(request)
    database, migrations = await _database_state(parts.database)
    state = Readiness(database=database, migrations=migrations, broker=parts.broker.connected)
    return shape_response(state, 200 if state.ready else 503)


async def metrics(request: Request) -> Response:
    """This process's figures, in Prometheus' text format, for whoever has METRICS_TOKEN: among
    them is how many people are reading. Without that setting there is nothing here."""
    token = parts_of(request).settings.metrics_token
    if token is None:
        raise HTTPException(404)
    if not _shows(request, token.get_secret_value()):
        raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
    figures = parts_of(request).metrics.exposition()
    return Response(figures, headers={"Cache-Control": "no-store"}, media_type=FIGURES)


def _shows(request: Request, token: str) -> bool:
    """Compared in constant time. The header alone: a cookie could be sent by a foreign page."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    same = secrets.compare_digest(shown.strip().encode(), token.encode())
    return scheme.lower() == "bearer" and same


async def _database_state(database: Database) -> tuple[bool, bool]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await database.read(_one)
            await database.check_migrated()
    except MigrationPending:
        return True, False
    except Exception:  # whatever a driver raises, the answer is the same: not now
        return False, False
    return True, True


def _one(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))


ROUTES = (
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
)
