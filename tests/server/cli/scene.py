"""What the command line said, what it left in its database, and a server that it started."""

import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from server.setup.bootstrap import MARK
from server.setup.steps import ROOT

SECRET = "s" * 40


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on stderr, which is one sentence."""
    said = capsys.readouterr().err
    assert said.startswith("Hearthside: ")
    assert said.count("\n") == 1
    assert said.endswith(".\n") or said.endswith(").\n")
    return said


def count(folder: Path, question: str) -> int:
    connection = sqlite3.connect(folder / "hearthside.db")
    try:
        return int(connection.execute(question).fetchone()[0])
    finally:
        connection.close()


def started(argv: list[str], folder: Path, environment: dict[str, str]) -> "subprocess.Popen[str]":
    """`python3 -m server` as a process of its own, in an environment that is set up already."""
    inherited = {"PATH": os.environ["PATH"], MARK: sys.prefix, "DATA_DIR": str(folder / "data")}
    return subprocess.Popen(
        [sys.executable, "-m", "server", *argv],
        cwd=ROOT,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_serving(folder: Path, port: int, *argv: str) -> str:
    """Start, ask whether it serves, stop it; what it printed."""
    server = started(["--port", str(port), *argv], folder, {})
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            assert server.poll() is None, server.communicate()[1]
            assert time.monotonic() < deadline, "the server did not come up"
    finally:
        server.terminate()
        printed, complained = server.communicate(timeout=60)
    assert "Traceback" not in complained
    return printed


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        time.sleep(0.05)
        return False
