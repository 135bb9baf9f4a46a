"""I13: in a live drop-in nobody writes out of turn. Read off the transcript alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.checker.records import Row
from tests.checker.run import Run, Violation

_STAFF = frozenset({"moderator", "admin"})
_WORDS = frozenset({"message_posted", "message_edited"})


@dataclass(slots=True)
class _Session:
    """What is live in a room at one place of its order."""

    drop_in: str | None = None
    form: str = ""
    hosts: set[str | None] = field(default_factory=set)
    speaker: str | None = None
    frozen: bool = False

    def follow(self, row: Row) -> None:
        match row.kind:
            case "drop_in_opened":
                self.drop_in, self.form = row.drop_in, row.form or ""
                self.hosts, self.speaker, self.frozen = {row.host, row.co_host}, None, False
            case "drop_in_closed" if row.drop_in == self.drop_in:
                self.drop_in = None
            case "hosts_changed":
                self.hosts = {row.host, row.co_host}
            case "floor_given":
                self.speaker = row.member
            case "floor_freed":
                self.speaker = None
            case "floor_frozen" | "floor_thawed":
                self.frozen = row.kind == "floor_frozen"

    def lets_write(self, member: str | None) -> bool:
        if member in self.hosts:
            return True
        if self.frozen or self.form == "questions":
            return False
        free = self.form == "circle" and self.speaker is None
        return self.form == "open_hour" or free or self.speaker == member


def i13_in_turn(run: Run) -> Iterator[Violation]:
    """Between the opening and the end of a drop-in, hosts and staff write, and of the others those
    whom its form lets: in a short pause nobody, in a line who has the floor, in a circle everybody
    between two shares. One has the floor at a time, and it is given to nobody in a pause."""
    for room, rows in run.rooms().items():
        live, roles = _Session(), dict[str | None, str | None]()
        for row in rows:
            if row.kind == "floor_given" and (live.speaker is not None or live.frozen):
                yield Violation("I13", f"{room}: seq {row.seq} gives a floor that is not free")
            if row.role is not None:
                roles[row.member] = row.role
            out_of_turn = live.drop_in and not live.lets_write(row.member)
            if row.kind in _WORDS and out_of_turn and roles.get(row.member) not in _STAFF:
                yield Violation("I13", f"{room}: seq {row.seq} was written out of turn")
            live.follow(row)
