"""Where the benchmarks' C programs get their compiler from. That the fetched one compiles them is
shown by `test_load` on a machine that has no other."""

from pathlib import Path

import pytest

from benchmarks.load import compiler
from benchmarks.load.compiler import NoCompiler, find_compiler


def test_the_machines_own_compiler_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "cc"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_compiler().command == [str(own)]


def test_where_none_can_be_had_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(compiler, "FETCHED", tmp_path / "compiler")
    monkeypatch.setattr(compiler, "uv_path", lambda: tmp_path / "no-uv")
    with pytest.raises(NoCompiler, match="install gcc"):
        find_compiler()
