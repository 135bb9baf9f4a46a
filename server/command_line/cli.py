"""The command line: what may be typed, and which part of the house does it.

Every expected failure is one sentence on stderr and an exit code other than 0.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from persistence.backups import NotABackup
from persistence.database import DatabaseUnreachable, MigrationPending
from persistence.journal import Unreachable
from rooms.actor import Role
from server import replay
from server.command_line import data as cli_data
from server.command_line import doctor as cli_doctor
from server.command_line import drop_ins as cli_drop_ins
from server.command_line import people as cli_people
from server.command_line import run as cli_run
from server.contracts import documents
from server.directory.rooms_file import RoomsFileError
from server.failure import Failure
from server.settings import SettingsError
from server.texts import TextMissing
from server.wires.wire_check import WireMismatch

if TYPE_CHECKING:
    # argparse has no public name for what holds the commands.
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

EXPECTED = (
    DatabaseUnreachable,
    Failure,
    MigrationPending,
    NotABackup,
    RoomsFileError,
    SettingsError,
    TextMissing,
    Unreachable,
    WireMismatch,
)


def main(argv: Sequence[str]) -> int:
    """Carry out one command line; 0 when all went well."""
    try:
        if argv[:1] == ["replay"]:
            return replay.main(argv[1:])
        asked = parser().parse_args(argv)
        done = int(asked.do(asked) or 0)
        sys.stdout.flush()
        return done
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:
        failure = _innermost(error)
        if not isinstance(failure, EXPECTED):
            raise
        print(f"Hearthside: {failure}", file=sys.stderr)
        return 1


def _nobody_reads() -> int:
    """The reader went away, as `head` does: end as a program that the signal ended."""
    # Python writes what is left when it ends, and would complain of the pipe once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


def _innermost(error: Exception) -> Exception:
    """A failure inside a running process comes wrapped by the group of its background tasks."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def parser() -> argparse.ArgumentParser:
    """All that may be typed. Without a command, the server runs."""
    top = argparse.ArgumentParser(
        prog="python3 -m server",
        description="Hearthside: live support rooms. Without a command it sets up and serves.",
    )
    _add_run(top)
    verbs = top.add_subparsers(title="commands", metavar="")
    _add_data(verbs)
    _add_people(verbs)
    _add_looking(verbs)
    return top


def _add_run(top: argparse.ArgumentParser) -> None:
    top.set_defaults(do=cli_run.run, data=None)
    top.add_argument("--port", type=int, help="the port to listen on (default 8000)")
    top.add_argument("--host", help="the address to listen on (default 127.0.0.1)")
    top.add_argument("--data", metavar="DIR", type=Path, help="where data is kept (default data)")
    top.add_argument("--reset", action="store_true", help="first throw the embedded database away")
    top.add_argument("--no-demo", action="store_true", help="start without the invented people")
    top.add_argument(
        "--workers", type=int, help="processes on this machine; more than 1 need Redis"
    )


def _add_data(verbs: "Verbs") -> None:
    _verb(verbs, "migrate", cli_data.migrate, "bring the database to this release's schema")
    _verb(verbs, "seed", cli_data.seed, "put the demonstration's rooms and people in")
    for name, do, about in (
        ("backup", cli_data.backup, "write a copy of the embedded database"),
        ("restore", cli_data.restore, "put a copy back as the embedded database"),
    ):
        _verb(verbs, name, do, about).add_argument("file", metavar="FILE", type=Path)
    _verb(verbs, "restored", cli_data.restored, "say that PostgreSQL was restored from a copy")
    rooms = _verb(verbs, "rooms", None, "the directory").add_subparsers(
        required=True, metavar="import"
    )
    imported = _verb(rooms, "import", cli_data.import_rooms, "make or update the rooms of a file")
    imported.add_argument("file", metavar="FILE", type=Path)


def _add_people(verbs: "Verbs") -> None:
    people = _verb(verbs, "people", None, "accounts and roles").add_subparsers(
        required=True, metavar="add|list|role|token|reset|sessions|stop-sessions|expert"
    )
    roles = [role.value for role in Role if role is not Role.GUEST]
    add = _verb(people, "add", cli_people.add, "make an account and print its password")
    add.add_argument("--role", choices=roles)
    add.add_argument("--password-stdin", action="store_true", help="read the password from stdin")
    _verb(people, "list", cli_people.listing, "print names, roles and where they hold")
    role = _verb(people, "role", cli_people.role, "give a person a role, here or everywhere")
    token = _verb(people, "token", cli_people.token, "print a new bearer token for a program")
    reset = _verb(people, "reset", cli_people.reset, "print a link for a new password, once")
    for command in (add, role, token, reset):
        command.add_argument("name", metavar="NAME")
    role.add_argument("role", metavar="ROLE", choices=roles)
    for command in (add, role):
        command.add_argument("--room", metavar="KEY", help="in this room only (the operator's key)")
    _add_hosts(people)


def _add_hosts(people: "Verbs") -> None:
    sessions = _verb(people, "sessions", cli_drop_ins.sessions, "print the drop-ins of a person")
    stop = _verb(
        people, "stop-sessions", cli_drop_ins.stop_sessions, "end all drop-in series of a person"
    )
    expert = _verb(
        people, "expert", cli_drop_ins.expert, "keep that a person's record was checked, or end it"
    )
    for command in (sessions, stop, expert):
        command.add_argument("name", metavar="NAME")
    stop.add_argument("--reason", default="", help="for the audit alone")
    expert.add_argument("--issuer", help="who issued what was checked")
    expert.add_argument("--scope", help="in what the person is an expert, shown to everybody")
    expert.add_argument("--until", metavar="YYYY-MM-DD", help="the last day on which it holds, UTC")
    expert.add_argument("--end", action="store_true", help="from now on it is not verified")


def _add_looking(verbs: "Verbs") -> None:
    _verb(verbs, "config", cli_doctor.config, "print the effective settings, secrets hidden")
    _verb(verbs, "doctor", cli_doctor.doctor, "look for what is wrong with this installation")
    contracts = _verb(verbs, "contracts", _contracts, "write the API documents and types")
    contracts.add_argument("--check", action="store_true", help="only say which are out of date")
    # Only for the list of verbs: `main` hands its arguments on before anything is parsed.
    verbs.add_parser("replay", help="play recorded conversations against a running server")


def _verb(verbs: "Verbs", name: str, do: object, about: str) -> argparse.ArgumentParser:
    made = verbs.add_parser(name, help=about, description=about)
    # Also after the command's name; unsaid there, what was said before it stands.
    made.add_argument("--data", metavar="DIR", type=Path, default=argparse.SUPPRESS)
    if do is not None:
        made.set_defaults(do=do)
    return made


def _contracts(asked: argparse.Namespace) -> int:
    return documents.main(asked.check)
