"""The rivals' packages, out of their registries into `.cache/benchmarks`, never into `.venv`. It
does not know what they are for.
"""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from benchmarks.contestants.contestant import Absent
from server.setup.bootstrap import uv_path
from server.setup.client import IMPATIENTLY, node_environment
from server.setup.steps import (
    CACHE,
    ROOT,
    SetupError,
    digest,
    one_at_a_time,
    read_stamp,
    run,
    say,
)

SERVERS: Final = Path(__file__).parent / "servers"
FETCHED: Final = CACHE / "benchmarks"
PYTHON_LOCK: Final = ROOT / "requirements-rivals.lock"
NODE_FILES: Final = (
    SERVERS / "package.json",
    SERVERS / "package-lock.json",
    SERVERS / ".npmrc",
)


def python_packages() -> Path:
    """An environment with what `requirements-rivals.lock` names. Raises `Absent`."""
    wanted = digest([PYTHON_LOCK], os.path.realpath(sys.executable))
    return _once(FETCHED / "python", wanted, _pypi)


def node_packages() -> Path:
    """A `node_modules` with what `servers/package-lock.json` names. Raises `Absent`."""
    return _once(FETCHED / "node", digest(NODE_FILES), _npm) / "node_modules"


def node() -> Mapping[str, str]:
    """An environment with a Node on its PATH. Raises `Absent`."""
    try:
        return node_environment(uv_path())
    except SetupError as error:
        raise Absent("There is no Node 22.12 or newer, and none could be fetched.") from error


def _once(folder: Path, wanted: str, fetch: Callable[[Path], None]) -> Path:
    stamp = folder / "stamp"
    FETCHED.mkdir(parents=True, exist_ok=True)
    with one_at_a_time("benchmarks"):
        if read_stamp(stamp) == wanted:
            return folder
        say(f"· fetching the rivals' {folder.name} packages (once)")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            fetch(folder)
        except SetupError as error:
            raise Absent(str(error)) from error
        stamp.write_text(wanted, encoding="utf-8")
    return folder


def _pypi(folder: Path) -> None:
    sentence = "The rivals' Python packages could not be fetched: check the network."
    run([uv_path(), "venv", "--quiet", "--python", sys.executable, folder], sentence=sentence)
    python = folder / "bin" / "python"
    sync = ("pip", "sync", "--quiet", "--require-hashes")
    run([uv_path(), *sync, "--python", python, PYTHON_LOCK], sentence=sentence)


def _npm(folder: Path) -> None:
    for file in NODE_FILES:
        shutil.copy(file, folder)
    # Its packages bring what they need built already: nothing of theirs is run to install them.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", *IMPATIENTLY)
    run(
        ["npm", "ci", *options],
        sentence="The rivals' npm packages could not be fetched: check the network.",
        folder=folder,
        environment=node(),
    )
