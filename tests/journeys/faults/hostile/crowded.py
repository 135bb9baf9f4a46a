"""The server with room for a few sockets only, to see what happens when it is full: nobody fills a
house of 18,000 in a test. Nothing else is changed.
"""

import sys

from starlette.applications import Starlette

import server.app
from server import compose
from tests.journeys.serving import serve_as
from tests.journeys.web import Web

ROOM_FOR = 40


class CrowdedWeb(Web):
    """A process that is soon full, otherwise as an operator runs it."""

    module = "tests.journeys.faults.hostile.crowded"


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment."""
    compose.MOST_CONNECTIONS = ROOM_FOR
    return server.app.app()


if __name__ == "__main__":
    sys.exit(serve_as("tests.journeys.faults.hostile.crowded:app"))
