"""The server as its command line starts it, at a time that a test moves: what is added to the clock
stands in a file, and is read again whenever the time is asked for.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from starlette.applications import Starlette

from persistence import clock
from server import serve
from server.app import create_app
from server.command_line.run import prepare
from server.compose import Clocks
from server.settings import load
from server.telemetry import set_up_logging

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


def main() -> int:
    """Serve until killed; the options are those that a `Web` gives."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--no-demo", action="store_true")
    asked = parser.parse_args()
    settings = load(port=asked.port, data_dir=asked.data, demo=False)
    set_up_logging(settings)
    asyncio.run(prepare(settings))
    return serve.run(settings, "tests.browser.moved_server:app")


if __name__ == "__main__":
    sys.exit(main())
