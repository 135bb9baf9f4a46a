"""The rival in C: nginx with Nchan, out of Debian's packages, as one process."""

import contextlib
import re
import resource
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants.contestant import Absent, Dialect, Running
from benchmarks.contestants.fetching import SERVERS
from benchmarks.contestants.processes import folder, started
from benchmarks.contestants.rival import RAW, guests
from server.setup.steps import run
from tests.services import ServiceMissing, debian
from tests.services.processes import free_port

PACKAGE = "libnginx-mod-nchan"
# Nchan insists on a folder here for what nginx puts on disk, whatever is configured. The other is
# as long, and below the folder in which nginx is started.
BUILT_IN = b"/var/lib/nginx/"
RELOCATED = b".//////////////"
MISSING = f"Debian's {PACKAGE} could not be fetched: check the network."


@dataclass(frozen=True, slots=True)
class Nchan:
    """As it comes: it leaves Nagle's algorithm on, so a sender's own copy may wait for the late
    acknowledgement of the copy before, 40 ms, when little is said; listeners are not affected."""

    name: str = "Nchan"
    dialect: Dialect = RAW

    def version(self) -> str:
        root = _unpacked()
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

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        root, port = _unpacked(), free_port()
        with folder() as place:
            written = place / "nginx.conf"
            written.write_text(_configuration(root, place, port), encoding="utf-8")
            with started(
                [_nginx(root), "-p", place, "-e", place / "error.log", "-c", written],
                environment=_environment(root),
                cores=cores,
                port=port,
                what=self.name,
            ) as pids:
                yield Running(pids=pids, ports=[port], places=guests(rooms, lines))


NCHAN = Nchan()


def _unpacked() -> Path:
    try:
        return debian.unpack(PACKAGE, missing=MISSING)
    except ServiceMissing as error:
        raise Absent(str(error)) from error


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
