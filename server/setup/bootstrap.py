"""Makes the checkout ready to run: `.venv` with the locked packages, and the built web client.

Standard library only, no root. It does not know what runs afterwards.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL

from server.setup.client import build_client, client_is_built, client_is_fresh
from server.setup.steps import (
    ROOT,
    SetupError,
    digest,
    one_at_a_time,
    read_stamp,
    run,
    say,
)

ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / ".hearthside-stamp"
RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
BENCHMARK_LOCK = "requirements-bench.lock"
# Each holds those before it, at the same versions, so that one .venv serves every command.
LOCKS = (RUNTIME_LOCK, DEVELOPMENT_LOCK, BENCHMARK_LOCK)
# Set for the processes started from here on. It names the environment, so that another
# checkout's or another Python's child sets itself up all the same.
MARK = "HEARTHSIDE_BOOTSTRAPPED"
NO_VENV = (
    "This Python could not make .venv: install its venv module"
    " (on Debian `apt-get install python3-venv`), and start again."
)


def prepare(module: str, *, lock: str, argv: Sequence[str]) -> None:
    """Returns inside `.venv` with everything in place, re-executing `-m module` if need be.

    A packages or Python problem ends the process with one sentence and exit code 1; a client that
    cannot be built is one printed line.
    """
    if os.environ.get(MARK) == sys.prefix:
        return
    try:
        _set_up(lock)
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"Hearthside could not set itself up in {ROOT}: {error}.")
    except KeyboardInterrupt:
        sys.exit(130)
    os.environ[MARK] = str(ENVIRONMENT)
    if Path(sys.prefix) != ENVIRONMENT:
        os.execv(PYTHON, [str(PYTHON), "-m", module, *argv])


def uv_path() -> Path:
    """The uv on PATH, else the one in `.venv`, which need not be there."""
    return Path(shutil.which("uv") or ENVIRONMENT / "bin" / "uv")


def environment_is_fresh(lock: str) -> bool:
    """Whether `.venv` holds what this lock names, by itself or as part of a longer one."""
    return PYTHON.exists() and _locked(lock) in read_stamp(STAMP).splitlines()


def _set_up(lock: str) -> None:
    if environment_is_fresh(lock) and client_is_fresh():
        return
    with one_at_a_time("setup"):
        if not environment_is_fresh(lock):
            _install(lock)
        if not client_is_fresh():
            _try_to_build_client()


def _install(lock: str) -> None:
    # A developer's environment stays one when `python3 -m server` brings it up to date.
    stamp = read_stamp(STAMP)
    longest = max([lock, *(each for each in LOCKS if each in stamp)], key=LOCKS.index)
    say("Setting up; this happens once.")
    if not _environment_works():
        _make_environment()
    if not uv_path().exists():
        _get_uv()
    say("· installing Python packages")
    run(
        [uv_path(), "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", longest],
        sentence="The Python packages could not be fetched: check the network (behind a mirror,"
        " set UV_DEFAULT_INDEX), and start again.",
    )
    _compile_packages()
    held = LOCKS[: LOCKS.index(longest) + 1]
    STAMP.write_text("\n".join(map(_locked, held)), encoding="utf-8")


def _compile_packages() -> None:
    """So that no start has to, where none may write bytecode (the environment's wish, a folder that
    is read only): it took 1.5 s of 2.6. Nothing is wrong where it cannot be done."""
    packages = ENVIRONMENT.glob("lib/python*/site-packages")
    subprocess.run(
        [PYTHON, "-m", "compileall", "-q", "-j", "0", *packages],
        stdout=DEVNULL,
        stderr=DEVNULL,
        check=False,
    )


def _locked(lock: str) -> str:
    # The interpreter behind the link is named, because a system upgrade can change it in place.
    return f"{lock} {digest([ROOT / lock], os.path.realpath(PYTHON))}"


def _environment_works() -> bool:
    """Asks the interpreter in `.venv` whether it is the one its packages were installed for."""
    question = (
        "import os, sys, sysconfig;"
        "sys.exit(sys.version_info < (3, 11) or not os.path.isdir(sysconfig.get_path('purelib')))"
    )
    try:
        return subprocess.run([PYTHON, "-c", question], check=False).returncode == 0
    except OSError:
        return False


def _make_environment() -> None:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    say("· making .venv")
    # pip is only there to fetch uv; a Python without it may still have a pip of its own.
    with_pip = not shutil.which("uv") and _has("ensurepip")
    if not (with_pip or shutil.which("uv") or _has("pip")):
        raise SetupError(NO_VENV)
    options = [] if with_pip else ["--without-pip"]
    run([sys.executable, "-m", "venv", *options, ENVIRONMENT], sentence=NO_VENV)


def _get_uv() -> None:
    own: list[str | Path] = [PYTHON, "-m", "pip"]
    outer: list[str | Path] = [sys.executable, "-m", "pip", "--python", PYTHON]
    bundled = next(ENVIRONMENT.glob("lib/python*/site-packages/pip"), None)
    run(
        [*(own if bundled else outer), "install", "--quiet", "uv"],
        sentence="uv, the installer, could not be fetched: check the network (behind a mirror,"
        " set PIP_INDEX_URL), and start again.",
    )


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _try_to_build_client() -> None:
    try:
        build_client(uv_path())
    except (SetupError, OSError) as error:
        instead = "the client built before" if client_is_built() else "its plain pages"
        say(f"{error} Until then Hearthside serves {instead}.")
