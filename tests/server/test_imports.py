"""Importing in a hurry: the collector is as it was, and leaves alone what was imported."""

import gc
import sys
from pathlib import Path

import pytest

from server.setup.imports import imported


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only module of a folder that is searched."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lately_made", raising=False)
    return tmp_path / "lately_made.py"


def test_what_is_imported_is_looked_through_neither_now_nor_later(module: Path) -> None:
    module.write_text("import gc\nLOOKED = gc.isenabled()\nKEPT = [[]]\n")
    try:
        found = imported("lately_made")
        assert gc.isenabled()
        assert not found.LOOKED
        assert not any(each is found.KEPT for each in gc.get_objects())
    finally:
        gc.unfreeze()


def test_a_module_that_cannot_be_imported_leaves_the_collector_at_work(module: Path) -> None:
    module.write_text("import lately_lost\n")
    try:
        with pytest.raises(ModuleNotFoundError, match="lately_lost"):
            imported("lately_made")
        assert gc.isenabled()
    finally:
        gc.unfreeze()
