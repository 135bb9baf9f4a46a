"""Builds the web client when its sources changed, with the Node on PATH or with one from the lock.

Standard library only. It does not know what the client is made of.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from server.setup.steps import CACHE, ROOT, digest, read_stamp, run, say

CLIENT = ROOT / "web_client"
NODE_LOCK = ROOT / "requirements-node.lock"
NODE_ENVIRONMENT = CACHE / "node-env"
OLDEST_NODE = (22, 12)
# npm's own patience with a missing network is over a minute.
IMPATIENTLY = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000")
# Templates are read by the server as they are; two more are made by the build.
NOT_BUILT_FROM = {"node_modules", "dist", "pages", "tests"}

BUILD_STAMP = CACHE / "client-build.stamp"
PACKAGES_STAMP = CLIENT / "node_modules" / ".hearthside-stamp"


def client_is_built() -> bool:
    """Whether there is a `web_client/dist`, however old."""
    return (CLIENT / "dist").is_dir()


def client_is_fresh() -> bool:
    """Whether `web_client/dist` was built from what is in `web_client/` now."""
    return client_is_built() and read_stamp(BUILD_STAMP) == digest(_sources())


def build_client(uv: Path) -> None:
    """Installs the locked npm packages when they changed, and builds `web_client/dist`.

    Raises SetupError when Node or the packages cannot be had, or when the build fails; what was
    built before stays.
    """
    sources = digest(_sources())
    environment = install_packages(uv)
    say("· building the web client")
    run(
        ["npm", "run", "build"],
        sentence="The web client did not build: `npm run build` in web_client/ says why.",
        folder=CLIENT,
        environment=environment,
    )
    BUILD_STAMP.write_text(sources, encoding="utf-8")


def install_packages(uv: Path) -> Mapping[str, str]:
    """Brings `node_modules` to the lock; returns the environment in which `npm` can be called."""
    environment = node_environment(uv)
    wanted = digest([CLIENT / "package-lock.json"])
    if read_stamp(PACKAGES_STAMP) != wanted:
        say("· fetching the web client's packages")
        run(
            ["npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", *IMPATIENTLY],
            sentence="The web client's packages could not be fetched: check the network, or npm's"
            " registry setting, and start again.",
            folder=CLIENT,
            environment=environment,
        )
        PACKAGES_STAMP.write_text(wanted, encoding="utf-8")
    return environment


def node_environment(uv: Path) -> Mapping[str, str]:
    """This process's environment with a Node that is new enough first on PATH.

    Raises SetupError when there is none on PATH and none can be fetched.
    """
    if _node_on_path_serves():
        return os.environ
    _fetch_node(uv)
    return os.environ | {"PATH": f"{NODE_ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def _sources() -> Iterator[Path]:
    for entry in CLIENT.iterdir():
        if entry.is_file():
            yield entry
        elif entry.name not in NOT_BUILT_FROM:
            yield from (file for file in entry.rglob("*") if file.is_file())


def _node_on_path_serves() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return version is not None and tuple(map(int, version.groups())) >= OLDEST_NODE


def _fetch_node(uv: Path) -> None:
    stamp = NODE_ENVIRONMENT / "stamp"
    wanted = digest([NODE_LOCK])
    if read_stamp(stamp) == wanted:
        return
    say("· fetching Node, to build the web client (once)")
    sentence = (
        "The web client needs Node 22.12 or newer, and it could not be fetched: install Node,"
        " or check the network, and start again."
    )
    shutil.rmtree(NODE_ENVIRONMENT, ignore_errors=True)
    run([uv, "venv", "--quiet", NODE_ENVIRONMENT], sentence=sentence)
    python = NODE_ENVIRONMENT / "bin" / "python"
    run(
        [uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", NODE_LOCK],
        sentence=sentence,
    )
    stamp.write_text(wanted, encoding="utf-8")
