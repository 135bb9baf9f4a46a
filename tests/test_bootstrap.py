"""The two commands set a checkout up once, and say one sentence when they cannot."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from server.setup.steps import ROOT

SETUP = ("__init__", "bootstrap", "client", "imports", "port", "steps")
FILES = [
    *("server/__init__.py", "server/__main__.py", "requirements.lock"),
    *(f"server/setup/{name}.py" for name in SETUP),
]
LONGER_LOCKS = ("requirements-dev.lock", "requirements-bench.lock")
CLI = """
import os, sys

def main(argv: list[str]) -> int:
    print("cli", argv, sys.prefix)
    return 7
"""
# Stands in for uv and npm: writes down what it was asked, and does what its name is asked to do.
STAND_IN = """#!{python}
import os, pathlib, sys
with open({diary!r}, "a") as diary:
    print({name!r}, *sys.argv[1:], file=diary)
if os.environ.get("FAILING") == {name!r}:
    sys.exit("no network")
if sys.argv[1:] == ["--version"]:
    print("v22.12.0")
if sys.argv[1:] == ["run", "build"]:
    pathlib.Path("dist").mkdir(exist_ok=True)
if sys.argv[1:2] == ["ci"]:
    pathlib.Path("node_modules").mkdir(exist_ok=True)
"""


class Checkout:
    """A copy of the bootstrap in a folder of its own, with stand-ins for the installers."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.diary = folder / "diary"
        self.programs = folder / "bin"
        self.programs.mkdir(parents=True)
        for name in ("uv", "node", "npm"):
            self.stand_in(name)
        (self.root / "server" / "setup").mkdir(parents=True)
        for file in FILES:
            shutil.copy(ROOT / file, self.root / file)
        self.write("server/command_line/cli.py", CLI)
        self.write("web_client/package-lock.json", "{}")
        self.write("web_client/src/main.ts", "1")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def stand_in(self, name: str) -> None:
        program = self.programs / name
        text = STAND_IN.format(python=sys.executable, diary=str(self.diary), name=name)
        program.write_text(text)
        program.chmod(0o755)

    def start(
        self, *arguments: str, module: str = "server", failing: str = "", port: str = "0"
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if "HEARTHSIDE" not in name}
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.root,
            # Port 0 is never taken, whatever else runs on this machine.
            env=clean
            | {"PATH": f"{self.programs}:/usr/bin:/bin", "FAILING": failing, "PORT": port},
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self) -> list[str]:
        """What the installers were asked since the last time."""
        lines = self.diary.read_text().splitlines() if self.diary.exists() else []
        self.diary.unlink(missing_ok=True)
        return [line for line in lines if "--version" not in line]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_first_start_installs_builds_and_hands_over(checkout: Checkout) -> None:
    done = checkout.start("--port", "0")
    assert done.stdout.splitlines()[-1] == f"cli ['--port', '0'] {checkout.root}/.venv"
    assert done.returncode == 7
    assert [line.split()[:3] for line in checkout.asked()] == [
        ["uv", "pip", "sync"],
        ["npm", "ci", "--no-audit"],
        ["npm", "run", "build"],
    ]


def test_packages_are_compiled_for_starts_that_may_write_no_bytecode(checkout: Checkout) -> None:
    checkout.start()
    (packages,) = checkout.root.glob(".venv/lib/python*/site-packages")
    checkout.write("requirements.lock", "# another\n")
    (packages / "sound.py").write_text("kept = 1\n")
    (packages / "broken.py").write_text("a template, no program\n")
    assert checkout.start().returncode == 7
    assert [file.name.partition(".")[0] for file in packages.glob("__pycache__/*.pyc")] == ["sound"]


def test_taken_port_is_told_before_anything_is_set_up(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for done in (
            checkout.start("--data", "migrate", "--reset", "--port", port),
            checkout.start("--no-demo", port=port),
        ):
            assert done.returncode == 1
            assert done.stderr.startswith(f"Hearthside: Port {port} is in use")
            assert checkout.asked() == []
        assert checkout.start("doctor", "--data", "x", port=port).returncode == 7


def test_second_start_does_none_of_it(checkout: Checkout) -> None:
    checkout.start()
    checkout.asked()
    done = checkout.start()
    assert len(done.stdout.splitlines()) == 1
    assert checkout.asked() == []


def test_changed_source_builds_again_and_fetches_nothing(checkout: Checkout) -> None:
    checkout.start()
    checkout.asked()
    checkout.write("web_client/src/main.ts", "2")
    checkout.start()
    assert checkout.asked() == ["npm run build"]


def test_changed_lock_installs_again(checkout: Checkout) -> None:
    checkout.start()
    checkout.asked()
    checkout.write("requirements.lock", "# another\n")
    checkout.start()
    assert [line.split()[:3] for line in checkout.asked()] == [["uv", "pip", "sync"]]


@pytest.mark.parametrize("module", ["tests", "benchmarks"])
def test_developers_environment_is_not_taken_down_by_a_start(
    checkout: Checkout, module: str
) -> None:
    lock = {"tests": "requirements-dev.lock", "benchmarks": "requirements-bench.lock"}[module]
    for name in (f"{module}/__init__.py", f"{module}/__main__.py", *LONGER_LOCKS):
        (checkout.root / module).mkdir(exist_ok=True)
        shutil.copy(ROOT / name, checkout.root / name)
    checkout.start("--version", module=module)
    assert lock in checkout.asked()[0]
    checkout.start()
    assert checkout.asked() == []
    checkout.write("requirements.lock", "# another\n")
    checkout.start()
    assert lock in checkout.asked()[0]


def test_client_that_does_not_build_is_one_line_and_the_server_starts(checkout: Checkout) -> None:
    done = checkout.start(failing="npm")
    assert done.returncode == 7
    assert "check the network" in done.stdout.splitlines()[-2]
    assert done.stderr == ""


def test_packages_that_cannot_be_fetched_are_one_sentence(checkout: Checkout) -> None:
    done = checkout.start(failing="uv")
    assert done.returncode == 1
    assert done.stderr.startswith("The Python packages could not be fetched: check the network")
    assert done.stderr.count("\n") == 1
    assert "no network" in (checkout.root / ".cache" / "setup.log").read_text()


def test_folder_that_cannot_be_written_is_one_sentence(checkout: Checkout) -> None:
    (checkout.root / ".cache").write_text("in the way")
    done = checkout.start()
    assert done.returncode == 1
    assert done.stderr.startswith("Hearthside could not set itself up in")
    assert done.stderr.count("\n") == 1


def test_environment_whose_python_is_gone_is_made_again(checkout: Checkout) -> None:
    checkout.start()
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert checkout.start().returncode == 7


@pytest.mark.parametrize("package", ["server", "tests"])
def test_old_python_is_told_one_sentence_before_anything_is_imported(package: str) -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 8, 10, 'final', 0);"
        f"runpy.run_path('{package}/__main__.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Hearthside needs Python 3.11 or newer")
    assert done.stderr.count("\n") == 1
