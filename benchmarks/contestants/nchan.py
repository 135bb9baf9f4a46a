"""The rival in C: nginx with Nchan, out of Debian's packages, as one process."""

import re
import resource
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.contestants.debian_rival import DebianRival, Prepared
from benchmarks.contestants.fetching import SERVERS
from benchmarks.contestants.rival import RAW
from server.setup.steps import run
from tests.services import debian

PACKAGE = "libnginx-mod-nchan"
# Nchan insists on a folder here for what nginx puts on disk, whatever is configured. The other is
# as long, and below the folder in which nginx is started.
BUILT_IN = b"/var/lib/nginx/"
RELOCATED = b".//////////////"


def _described(root: Path) -> str:
    described = [f"{root}/usr/share/doc/{PACKAGE}/changelog.Debian.gz"]
    said = subprocess.run(
        [_nginx(root), "-v"],
        env=_environment(root),
        capture_output=True,
        text=True,
        check=True,
    )
    first = run(["zcat", *described], sentence="zcat is missing").split("\n", 1)[0]
    number = re.search(r"\((?:\d+:)?([\d.]+)", first)
    nginx = re.search(r"nginx/([\d.]+)", said.stderr)
    return f"Nchan {number[1] if number else '?'}, nginx {nginx[1] if nginx else '?'}"


def _prepared(root: Path, place: Path, port: int) -> Prepared:
    written = place / "nginx.conf"
    written.write_text(_configuration(root, place, port), encoding="utf-8")
    at, log = ("-p", str(place)), ("-e", str(place / "error.log"))
    command = [str(_nginx(root)), *at, *log, "-c", str(written)]
    return Prepared(command, _environment(root))


def _nginx(root: Path) -> Path:
    return root / "usr/sbin/nginx"


def _environment(root: Path) -> Mapping[str, str]:
    return {"LD_LIBRARY_PATH": debian.library_path(root)}


def _relocated(root: Path, place: Path) -> Path:
    """A copy of the module that has its folder in `place`."""
    copy = place / "nchan.so"
    module = root / "usr/lib/nginx/modules/ngx_nchan_module.so"
    copy.write_bytes(module.read_bytes().replace(BUILT_IN, RELOCATED))
    return copy


def _configuration(root: Path, place: Path, port: int) -> str:
    values = {
        "module": str(_relocated(root, place)),
        "folder": str(place),
        "port": str(port),
        "files": str(resource.getrlimit(resource.RLIMIT_NOFILE)[1]),
    }
    text = (SERVERS / "nchan.conf").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)@", lambda found: values[found.group(1)], text)


NCHAN = DebianRival(
    name="Nchan", package=PACKAGE, dialect=RAW, described=_described, prepared=_prepared
)
"""As it comes: it leaves Nagle's algorithm on, so a sender's own copy may wait for the late
acknowledgement of the copy before, 40 ms, when little is said; listeners are not affected."""
