"""Programs out of Debian's packages without root: fetched by apt, unpacked into `.cache/services`.

Nothing is installed and nothing outside the cache is written. It does not know what it unpacks.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from server.setup.steps import CACHE, one_at_a_time, say
from tests.services.processes import ServiceMissing

SERVICES = CACHE / "services"
LISTS = SERVICES / "apt"
CLOSURE = [
    "--recurse",
    *("--no-recommends", "--no-suggests", "--no-enhances"),
    *("--no-conflicts", "--no-breaks", "--no-replaces"),
]
# The rest of a closure (passwd, perl, init scripts …) is for installing, not for running.
NEEDED_TO_RUN = re.compile(r"(ejabberd|erlang|nginx|redis|valkey|lib|lua)[a-z0-9.+-]*$")


def unpack(package: str, *, missing: str) -> Path:
    """The folder in which `package` and the libraries it needs are unpacked, fetched when due.

    Raises ServiceMissing(missing) where there is no apt, no network or no such package.
    """
    target = SERVICES / package
    if target.is_dir():
        return target
    if not all(map(shutil.which, ("apt-get", "apt-cache", "dpkg-deb", "dpkg-query"))):
        raise ServiceMissing(missing)
    with one_at_a_time("services"):
        if not target.is_dir():
            say(f"· fetching {package} (once)")
            _fetch(package, target, missing)
    return target


def library_path(folder: Path) -> str:
    """What LD_LIBRARY_PATH has to be for the programs unpacked in `folder`."""
    return os.pathsep.join(
        str(place)
        for pattern in ("usr/lib/*-linux-*", "lib/*-linux-*")
        for place in folder.glob(pattern)
    )


def _fetch(package: str, target: Path, missing: str) -> None:
    building = target.with_suffix(".new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    if not (_download(package, building, []) or _download(package, building, _own_lists())):
        raise ServiceMissing(missing)
    for archive in building.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, building], check=True)
        archive.unlink()
    building.rename(target)


def _own_lists() -> list[str]:
    """apt options for package lists of our own, refreshed; for machines with none or old ones."""
    (LISTS / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (LISTS / "cache" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::Lists={LISTS / 'lists'}", "-o", f"Dir::Cache={LISTS / 'cache'}"]
    if os.geteuid() == 0:
        # apt would change to a user who may not be allowed to write here.
        options += ["-o", "APT::Sandbox::User=root"]
    subprocess.run(["apt-get", *options, "update"], capture_output=True, check=False)
    return options


def _download(package: str, folder: Path, options: list[str]) -> bool:
    closure = _output(["apt-cache", *options, "depends", *CLOSURE, package])
    names = {name for name in closure.split("\n") if NEEDED_TO_RUN.match(name)}
    wanted = sorted(names - _installed())
    if package not in wanted:
        return False
    command = ["apt-get", *options, "download", *wanted]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def _installed() -> set[str]:
    return set(_output(["dpkg-query", "-W", "-f", "${Package}\n"]).split())


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
