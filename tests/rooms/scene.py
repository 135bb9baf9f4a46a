"""Small rooms with people in them, for tests that decide something."""

from collections.abc import Iterable
from typing import Any

from rooms.actor import Actor, Role
from rooms.commands import Reason
from rooms.facts import Grants, Person, Posted, RoomFacts, Sanction, SanctionKind
from rooms.ids import AccountId, MemberId, PublicId, RoomId, TreeId
from rooms.permissions import Readers, RoomState

NOW = 1_700_000_000_000
MINUTE_MS = 60_000
ROOM: RoomId = "a" * 32


def uid(number: int) -> PublicId:
    return f"{number:08x}-0000-4000-8000-000000000000"


def account(name: str) -> AccountId:
    return AccountId(name)


def member(name: str) -> MemberId:
    return name.encode().hex().ljust(32, "0")


def person(name: str, role: Role = Role.MEMBER, **more: Any) -> Person:
    """Somebody who has the role in every room and is not new, unless told otherwise."""
    given: dict[str, Any] = {
        "role": role,
        "grants": Grants(everywhere=role),
        "joined": True,
        "posts": 100,
        **more,
    }
    return Person(account=account(name), member=member(name), name=name.title(), **given)


def by(name: str, session: str | None = None) -> Actor:
    return Actor(account=account(name), session=session)


FIRST_MESSAGE = uid(1)


def said(author: str, message: PublicId = FIRST_MESSAGE, **more: Any) -> Posted:
    """A message that says `hello`, just posted."""
    given: dict[str, Any] = {"seq": 1, "at": NOW, "body": "hello", **more}
    return Posted(message=message, author=account(author), author_member=member(author), **given)


def sanction(kind: SanctionKind, until: int = NOW + MINUTE_MS, number: int = 90) -> Sanction:
    return Sanction(id=uid(number), kind=kind, until=until, reason=Reason.UNKIND)


def room(*people: Person, messages: Iterable[Posted] = (), **more: Any) -> RoomFacts:
    given: dict[str, Any] = {"state": RoomState.OPEN, "readers": Readers.MEMBERS, "pace_ms": 0}
    return RoomFacts(
        room=ROOM,
        tree=TreeId("tree"),
        head=10,
        last_at=NOW,
        people={p.account: p for p in people},
        messages={m.message: m for m in messages},
        **{**given, **more},
    )
