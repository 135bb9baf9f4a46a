"""Lock files carry hashes and no addresses, so that everybody's own mirror serves them."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from server.setup.client import CLIENT
from server.setup.steps import ROOT

RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
BENCHMARKS = ROOT / "requirements-bench.lock"
LOCKS = sorted(ROOT.glob("*.lock"))


def locked(lock: Path) -> dict[str, str]:
    """Each name and version with everything the lock says about it."""
    blocks = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.M | re.I)
    return {block.split()[0].lower(): block for block in blocks if block.strip()}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host(lock: Path) -> None:
    assert not re.search(r"://|@ |--(index|extra-index|find-links)", lock.read_text("utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_hash(lock: Path) -> None:
    assert [name for name, block in locked(lock).items() if "--hash=sha256:" not in block] == []


def test_each_lock_of_the_environment_holds_the_one_before() -> None:
    assert locked(RUNTIME).keys() <= locked(DEVELOPMENT).keys() <= locked(BENCHMARKS).keys()


@pytest.mark.parametrize(("group", "lock"), [("dev", DEVELOPMENT), ("bench", BENCHMARKS)])
def test_every_dependency_is_locked(group: str, lock: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"][group]
    names = {
        re.split(r"[^A-Za-z0-9._-]", line)[0].lower().replace(".", "-")
        for line in wanted
        if isinstance(line, str)  # a group holds another by a table
    }
    assert names <= {name.split("==")[0] for name in locked(lock)}


def test_package_lock_names_no_download_address() -> None:
    lock = json.loads((CLIENT / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
