"""The server with room for a few sockets only, to see what happens when it is full: nobody fills a
house of 18,000 in a test. Nothing else is changed.
"""

from starlette.applications import Starlette

import server.app
from server import compose
from tests.journeys.web import Web

ROOM_FOR = 40


class CrowdedWeb(Web):
    """A process that is soon full, otherwise as an operator runs it."""

    app = "tests.journeys.faults.hostile.crowded:app"


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment."""
    compose.MOST_CONNECTIONS = ROOM_FOR
    return server.app.app()
