"""Serves an application of a test's own as the command line serves the server's."""

import argparse
import asyncio

from server import serve
from server.command_line.run import prepare
from server.settings import load
from server.telemetry import set_up_logging


def serve_as(app: str) -> int:
    """Serve until killed; `app` is where its factory is found. The options are a `Web`'s."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--no-demo", action="store_true")
    asked = parser.parse_args()
    settings = load(port=asked.port, data_dir=asked.data, demo=False)
    set_up_logging(settings)
    asyncio.run(prepare(settings))
    return serve.run(settings, app)
