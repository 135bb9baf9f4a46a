"""A demonstration that was seeded, and ports."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.command_line.cli import main


@pytest.fixture(scope="package")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed")
    assert main(["--data", str(folder), "migrate"]) == 0
    assert main(["--data", str(folder), "seed"]) == 0
    return folder


@pytest.fixture(scope="module")
def seeded(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it was seeded, for the tests of one file."""
    return shutil.copytree(seed, tmp_path_factory.mktemp("seeded"), dirs_exist_ok=True)


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
