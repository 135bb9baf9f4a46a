"""A C compiler: the machine's own, or else the clang that comes with Zig, fetched into `.cache` as
Node and Redis are. It does not know what is compiled."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.setup.bootstrap import uv_path
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
from tests.services import ServiceMissing

LOCK: Final = ROOT / "requirements-compiler.lock"
FETCHED: Final = CACHE / "benchmarks" / "compiler"


class NoCompiler(ServiceMissing):
    """There is no C compiler; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """How its command begins, and the environment it wants."""

    command: Sequence[str]
    environment: Mapping[str, str]

    @property
    def name(self) -> str:
        return Path(self.command[0]).name


def find_compiler() -> Compiler:
    """Raises `NoCompiler` where there is none on PATH and none can be fetched."""
    if found := shutil.which("gcc") or shutil.which("cc"):
        return Compiler([found], os.environ)
    zig = _fetched() / "ziglang" / "zig"
    # For any processor of this kind, as gcc does; by itself it would compile for this very one.
    command = [str(zig), "cc", "-mcpu=baseline"]
    return Compiler(command, os.environ | {"ZIG_GLOBAL_CACHE_DIR": str(FETCHED / "cache")})


def _fetched() -> Path:
    stamp, wanted = FETCHED / "stamp", digest([LOCK])
    with one_at_a_time("compiler"):
        if read_stamp(stamp) != wanted:
            say("· fetching a C compiler (once)")
            shutil.rmtree(FETCHED, ignore_errors=True)
            try:
                _install()
            except SetupError as error:
                raise NoCompiler(str(error)) from error
            stamp.write_text(wanted, encoding="utf-8")
    return FETCHED


def _install() -> None:
    install = (uv_path(), "pip", "install", "--quiet", "--require-hashes")
    run(
        [*install, "--target", FETCHED, "-r", LOCK],
        sentence="The benchmarks need a C compiler, and none could be fetched: check the network,"
        " or install gcc (Debian: apt install gcc).",
    )
