"""Whether the port that a start asks for is free, asked before anything is fetched or built.

Standard library only. It does not know the settings: what they would refuse, they refuse later.
"""

import argparse
import errno
import os
import socket
from collections.abc import Sequence
from typing import NoReturn

HOST = "127.0.0.1"
PORT = 8000


class _Unclear(Exception):
    """What was typed is for the command line itself to answer."""


class _Quiet(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Unclear(message)


def why_not(argv: Sequence[str]) -> str | None:
    """One sentence when these arguments start a server whose port cannot be had; else None."""
    parser = _Quiet(add_help=False)
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    # Their values would look like a command.
    parser.add_argument("--data")
    parser.add_argument("--workers")
    try:
        asked, others = parser.parse_known_args(argv)
        port = int(os.environ.get("PORT") or PORT) if asked.port is None else asked.port
    except (_Unclear, ValueError):
        return None
    if set(others) - {"--reset", "--no-demo"}:
        return None
    return why_taken(asked.host or os.environ.get("HOST") or HOST, port)


def why_taken(host: str, port: int) -> str | None:
    """One sentence that says why nothing can listen there now; None when something can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As uvicorn does: a port whose old connections still close is not busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            return None  # No port at all: the settings say so.
        except OSError as error:
            return _why(host, port, error)
    return None


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program:"
            f" choose another one, as in --port {port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights: choose one above 1023, as in --port 8000."
    return f"{host} is no address of this machine: correct --host."
