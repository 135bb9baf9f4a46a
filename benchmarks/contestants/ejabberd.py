"""The rival of XMPP: ejabberd out of Debian's packages, spoken to over WebSocket."""

import os
import re
import resource
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contestants.contestant import Dialect, Hear, Say
from benchmarks.contestants.debian_rival import DebianRival, Prepared
from benchmarks.contestants.fetching import SERVERS
from tests.services import debian

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


def _described(root: Path) -> str:
    described = (root / "usr/lib/erlang/releases/RELEASES").read_text(encoding="utf-8")
    library = next(root.glob("usr/lib/*/ejabberd-*"))
    erlang = re.search(r'"Erlang/OTP","(\d+)"', described)
    return f"ejabberd {library.name.split('-')[1]}, Erlang {erlang[1] if erlang else '?'}"


def _prepared(root: Path, place: Path, port: int) -> Prepared:
    settings = (SERVERS / "ejabberd.yml").read_text(encoding="utf-8")
    written = place / "ejabberd.yml"
    written.write_text(settings.replace("@port@", str(port)), encoding="utf-8")
    return Prepared(_command(root, place), _environment(root, place, written))


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


EJABBERD = DebianRival(
    name="ejabberd", package="ejabberd", dialect=XMPP, described=_described, prepared=_prepared
)
