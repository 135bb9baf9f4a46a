"""The style, the types and the floors hold, in Python and in the web client."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from server.setup.bootstrap import uv_path
from server.setup.client import CLIENT, install_packages
from server.setup.steps import ROOT

PROGRAMS = Path(sys.executable).parent


def insist(
    argv: Sequence[str | Path],
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Fails with all the tool said, when it was not content."""
    done = subprocess.run(
        argv, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"{done.stdout}{done.stderr}", pytrace=False)


def test_style_holds() -> None:
    insist([PROGRAMS / "ruff", "check", "--output-format=concise"])


def test_format_holds() -> None:
    insist([PROGRAMS / "ruff", "format", "--check", "--output-format=concise"])


@pytest.mark.timeout(600)
def test_types_hold() -> None:
    insist([PROGRAMS / "mypy"])


def test_imports_go_down_only() -> None:
    insist([PROGRAMS / "lint-imports", "--no-logo"])


@pytest.mark.timeout(600)
def test_types_hold_in_the_web_client() -> None:
    environment = install_packages(uv_path())
    insist(["npm", "run", "--silent", "typecheck"], folder=CLIENT, environment=environment)


@pytest.mark.timeout(600)
def test_web_client_keeps_its_own_promises() -> None:
    environment = install_packages(uv_path())
    insist(["npm", "run", "--silent", "test"], folder=CLIENT, environment=environment)
