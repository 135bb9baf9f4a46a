"""The server as its command line starts it, at a time that a test moves: what is added to the clock
stands in a file, and is read again whenever the time is asked for.
"""

import os
from pathlib import Path

from starlette.applications import Starlette

from persistence import clock
from server.app import create_app
from server.compose import Clocks
from server.settings import load

SHIFT_FILE = "SHIFT_FILE"
"""The environment's name for the file; without the file nothing is added. Milliseconds."""


def app() -> Starlette:
    """For uvicorn, which is told the settings by the environment."""
    shifted = Path(os.environ[SHIFT_FILE])

    def shift_ms() -> int:
        return int(shifted.read_text()) if shifted.exists() else 0

    def machine_ms() -> int:
        return clock.machine_ms() + shift_ms()

    return create_app(load(), Clocks(database_shift_ms=shift_ms, machine_ms=machine_ms))
