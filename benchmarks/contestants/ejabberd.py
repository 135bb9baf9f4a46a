"""The rival of XMPP: ejabberd out of Debian's packages, spoken to over WebSocket."""

import contextlib
import os
import re
import resource
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants.contestant import Absent, Dialect, Hear, Running, Say
from benchmarks.contestants.fetching import SERVERS
from benchmarks.contestants.processes import folder, started
from benchmarks.contestants.rival import guests
from tests.services import ServiceMissing, debian
from tests.services.processes import free_port

PACKAGE = "ejabberd"
MISSING = f"Debian's {PACKAGE} could not be fetched: check the network."
# Its schedulers would count as busy while they only look for work.
EMULATOR = ("+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none")

OPEN = Say('<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="localhost" version="1.0"/>')
XMPP = Dialect(
    path="/rooms",
    subprotocol="xmpp",
    way_in=(
        OPEN,
        Hear("ANONYMOUS"),
        Say('<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>'),
        Hear("<success"),
        OPEN,
        Hear("xmpp-bind"),
        Say('<iq type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>'),
        Hear("<jid>"),
        Say(
            '<presence to="{room}@rooms.localhost/guest-{token}">'
            '<x xmlns="http://jabber.org/protocol/muc"/></presence>'
        ),
        # The last that a room sends to who comes in.
        Hear("<subject"),
    ),
    message='<message to="{room}@rooms.localhost" type="groupchat" id="{id}">'
    "<body>{payload}</body></message>",
)


@dataclass(frozen=True, slots=True)
class Ejabberd:
    name: str = "ejabberd"
    dialect: Dialect = XMPP

    def version(self) -> str:
        root = _unpacked()
        described = (root / "usr/lib/erlang/releases/RELEASES").read_text(encoding="utf-8")
        library = next(root.glob("usr/lib/*/ejabberd-*"))
        erlang = re.search(r'"Erlang/OTP","(\d+)"', described)
        return f"ejabberd {library.name.split('-')[1]}, Erlang {erlang[1] if erlang else '?'}"

    @contextlib.contextmanager
    def running(
        self, *, rooms: int, lines: int, senders: int, cores: Sequence[int]
    ) -> Iterator[Running]:
        root, port = _unpacked(), free_port()
        with folder() as place:
            settings = (SERVERS / "ejabberd.yml").read_text(encoding="utf-8")
            written = place / "ejabberd.yml"
            written.write_text(settings.replace("@port@", str(port)), encoding="utf-8")
            with started(
                _command(root, place),
                environment=_environment(root, place, written),
                cores=cores,
                port=port,
                what=self.name,
            ) as pids:
                yield Running(pids=pids, ports=[port], places=guests(rooms, lines))


EJABBERD = Ejabberd()


def _unpacked() -> Path:
    try:
        return debian.unpack(PACKAGE, missing=MISSING)
    except ServiceMissing as error:
        raise Absent(str(error)) from error


def _erlang(root: Path) -> Path:
    return next(root.glob("usr/lib/erlang/erts-*/bin"))


def _command(root: Path, place: Path) -> Sequence[str]:
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    emulator = [*EMULATOR, "+P", "1000000", "+Q", str(max(files, 1024))]
    database = ["-mnesia", "dir", f'"{place / "database"}"']
    return [
        str(_erlang(root) / "erlexec"),
        *("-noinput", *emulator, *database),
        *("-s", "ejabberd"),
    ]


def _environment(root: Path, place: Path, settings: Path) -> Mapping[str, str]:
    libraries = [str(folder) for folder in root.glob("usr/lib/*-linux-*")]
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "LD_LIBRARY_PATH": debian.library_path(root),
        # What the script `erl` would set, which knows but one place.
        "ROOTDIR": str(root / "usr/lib/erlang"),
        "BINDIR": str(_erlang(root)),
        "EMU": "beam",
        "PROGNAME": "erl",
        "ERL_LIBS": os.pathsep.join(libraries),
        "EJABBERD_CONFIG_PATH": str(settings),
        "EJABBERD_LOG_PATH": str(place / "ejabberd.log"),
        "ERL_CRASH_DUMP": "/dev/null",
    }
