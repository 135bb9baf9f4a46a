"""What the rivals' servers run on. It does not know the servers, nor how packages are fetched."""

import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.contestants import fetching
from benchmarks.contestants.contestant import Absent
from benchmarks.contestants.fetching import SERVERS
from server.setup.steps import SetupError, run


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The program that runs a server, and the environment it is to be given."""

    program: str
    environment: Mapping[str, str]


class Runtime(Protocol):
    def interpreter(self) -> Interpreter:
        """Fetches what is due. Raises `Absent`."""

    def versions(self, packages: Sequence[str]) -> str:
        """Of the packages and of the interpreter, as it stands in tables. Raises `Absent`."""


class OwnPython:
    """The project's own environment: its servers' libraries are rivals too."""

    def interpreter(self) -> Interpreter:
        return Interpreter(sys.executable, os.environ | {"PYTHONPATH": str(SERVERS)})

    def versions(self, packages: Sequence[str]) -> str:
        named = [f"{package} {importlib.metadata.version(package)}" for package in packages]
        return ", ".join([*named, f"Python {platform.python_version()}"])


class FetchedPython:
    """An environment of its own with what `requirements-rivals.lock` names."""

    def interpreter(self) -> Interpreter:
        program = fetching.python_packages() / "bin" / "python"
        return Interpreter(str(program), os.environ | {"PYTHONPATH": str(SERVERS)})

    def versions(self, packages: Sequence[str]) -> str:
        question = "import importlib.metadata as m, sys; print(*map(m.version, sys.argv[1:]))"
        python = self.interpreter()
        said = _said(python.program, "-c", question, *packages, environment=python.environment)
        found = zip(packages, said.split(), strict=True)
        named = [f"{package} {version}" for package, version in found]
        return ", ".join([*named, f"Python {platform.python_version()}"])


class FetchedNode:
    """Node, and what `servers/package-lock.json` names."""

    def interpreter(self) -> Interpreter:
        packages, environment = fetching.node_packages(), fetching.node()
        # The `node` on PATH may be a script that starts another process.
        program = _said("node", "-p", "process.execPath", environment=environment)
        ours = {"NODE_PATH": str(packages), "NODE_ENV": "production"}
        return Interpreter(program, {**environment, **ours})

    def versions(self, packages: Sequence[str]) -> str:
        node = self.interpreter()
        number = _said(node.program, "--version", environment=node.environment)
        folder = fetching.node_packages()
        named = [f"{package} {_npm_version(folder / package)}" for package in packages]
        return ", ".join([*named, f"Node {number.removeprefix('v')}"])


def _npm_version(package: Path) -> str:
    described = (package / "package.json").read_text(encoding="utf-8")
    return str(json.loads(described)["version"])


def _said(program: str, *arguments: str, environment: Mapping[str, str]) -> str:
    """What it prints. Raises `Absent` when it does not start, or fails."""
    try:
        said = run(
            [program, *arguments],
            sentence=f"{Path(program).name} does not run here.",
            environment=environment,
        )
    except SetupError as error:
        raise Absent(str(error)) from error
    return said.strip()
