"""A perfect house in miniature: one room, whose rows and clients' records are right by
construction, so that the checker can be shown what a good run looks like and then a broken one."""

from dataclasses import dataclass, field
from typing import Any, TypedDict

from tests.checker.records import (
    VOID,
    Acked,
    HistoryPage,
    Joined,
    Left,
    PageMessage,
    PresenceSeen,
    Record,
    Refused,
    Row,
    Sent,
    Settled,
    Shown,
    SocketClosed,
)
from tests.checker.run import Run
from tests.checker.spans import STANDING, one_by_one

ROOM = "room"
STEP_MS = 100
MUTE_MS = 60_000
_TEXTS = ("message_posted", "message_edited", "message_restored")
_PUTS_OUT = ("member_removed", "account_closed", "member_left")


class _Delivered(TypedDict):
    client: str
    t: int
    account: str | None
    connection: int


@dataclass(slots=True)
class Reader:
    """A client as the recording remembers it. A guest has no account."""

    name: str
    account: str | None
    role: str
    connection: int = 0
    live: bool = False
    shown: int = 0
    sent: int = 0

    @property
    def member(self) -> str | None:
        return None if self.account is None else member(self.name)


def member(name: str) -> str:
    return f"member-{name}"


@dataclass(slots=True)
class Recording:
    """Appends what happens, as it would have been recorded. Each step takes 100 ms."""

    rows: list[Row] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    readers: dict[str, Reader] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    texts: dict[str, int] = field(default_factory=dict)
    now: int = 1_700_000_000_000

    @property
    def head(self) -> int:
        return len(self.rows)

    @property
    def run(self) -> Run:
        return Run(tuple(self.rows), tuple(self.records))

    def enter(self, name: str, role: str = "member") -> Reader:
        """A fresh page, whoever it is and whatever they saw before."""
        account = None if role == "guest" else name
        reader = self.readers.setdefault(name, Reader(name, account, role))
        self._connect(reader)
        self._joined(reader, page=self._page(self.head + 1))
        reader.shown = self.head
        return reader

    def resume(self, name: str) -> None:
        """Another connection, which goes on from what was shown last."""
        reader = self.readers[name]
        self._connect(reader)
        self._joined(reader, after=reader.shown)
        self._deliver(reader)

    def lose(self, name: str, cause: str = "closed") -> None:
        reader = self.readers[name]
        reader.live = False
        self._record(
            SocketClosed(client=name, t=self.now, connection=reader.connection, cause=cause)
        )

    def leave(self, name: str) -> None:
        reader = self.readers[name]
        reader.live = False
        self._record(Left(client=name, t=self.now, connection=reader.connection, room=ROOM))

    def send(self, name: str, kind: str, message: str | None = None, **of_row: Any) -> Row:
        """A command sent, stored, acknowledged and shown to all. A post makes its message."""
        reader = self.readers[name]
        command_id = self._sent(reader)
        row = self.append(
            kind,
            actor=name,
            command_id=command_id,
            message=command_id if kind == "message_posted" else message,
            **{"member": self._subject(reader, kind), **of_row},
        )
        self._record(self._receipt(reader, row))
        self.show()
        return row

    def say(self, name: str) -> Row:
        return self.send(name, "message_posted", role=self.readers[name].role)

    def refuse(self, name: str, code: str) -> str:
        """A command sent and refused; its id."""
        reader = self.readers[name]
        command_id = self._sent(reader)
        answer = Refused(**self._delivered(reader), command_id=command_id, room=ROOM, code=code)
        self._record(answer)
        return command_id

    def append(self, kind: str, **of_row: Any) -> Row:
        """A row, not yet shown to anybody."""
        self.now += STEP_MS
        row = Row(
            room=ROOM,
            seq=self.head + 1,
            at=self.now,
            kind=kind,
            has_body=kind in _TEXTS,
            **of_row,
        )
        self.rows.append(row)
        if row.message and kind in _TEXTS:
            self.texts[row.message] = row.seq
            self.down.discard(row.message)
        for each in one_by_one(row):
            if each.message and each.kind in ("message_removed", "message_retracted"):
                self.down.add(each.message)
        return row

    def show(self) -> None:
        """Everything not yet shown, to all who are here; who is put out sees that and no more."""
        for reader in self.readers.values():
            if reader.live:
                self._deliver(reader)

    def history(self, name: str, before: int) -> None:
        reader = self.readers[name]
        page = self._page(before)
        self._record(
            HistoryPage(
                **self._delivered(reader),
                room=ROOM,
                as_of=self.head,
                before=before,
                messages=page,
            )
        )

    def presence(self, name: str, *others: str) -> None:
        """The reader is shown these people."""
        reader = self.readers[name]
        members = tuple(member(other) for other in others)
        self._record(PresenceSeen(**self._delivered(reader), room=ROOM, members=members))

    def finish(self) -> Run:
        """The run's end: everybody who is still here has settled."""
        self.show()
        for reader in self.readers.values():
            if reader.live:
                self._record(Settled(client=reader.name, t=self.now, room=ROOM))
        return self.run

    def _connect(self, reader: Reader) -> None:
        self.now += STEP_MS
        reader.connection += 1
        reader.live = True

    def _joined(
        self,
        reader: Reader,
        *,
        after: int | None = None,
        page: tuple[PageMessage, ...] | None = None,
    ) -> None:
        self._record(
            Joined(
                **self._delivered(reader),
                room=ROOM,
                as_of=self.head,
                member=reader.member,
                role=reader.role,
                after=after,
                page=page,
            )
        )

    def _deliver(self, reader: Reader) -> None:
        for row in self.rows[reader.shown :]:
            if not reader.live:
                return
            hidden = row.kind in STANDING and not self._sees(reader, row)
            self._record(
                Shown(**self._delivered(reader), room=ROOM, seq=row.seq, kind=VOID)
                if hidden
                else self._shown(reader, row)
            )
            reader.shown = row.seq
            if row.member == reader.member and row.kind in _PUTS_OUT:
                self.leave(reader.name)

    def _shown(self, reader: Reader, row: Row) -> Shown:
        latest = row.message is not None and self.texts.get(row.message) == row.seq
        return Shown(
            **self._delivered(reader),
            room=ROOM,
            seq=row.seq,
            kind=row.kind,
            message=row.message,
            member=row.member,
            has_body=latest and row.message not in self.down,
        )

    def _sees(self, reader: Reader, row: Row) -> bool:
        return reader.role in ("moderator", "admin") or row.member == reader.member

    def _page(self, before: int) -> tuple[PageMessage, ...]:
        posted = [r for r in self.rows if r.kind == "message_posted" and r.seq < before]
        return tuple(
            PageMessage(message=m, seq=row.seq, has_body=m not in self.down)
            for row in posted[-3:]
            if (m := row.message)
        )

    def _sent(self, reader: Reader) -> str:
        reader.sent += 1
        command_id = f"{reader.name}-{reader.sent}"
        self._record(
            Sent(
                client=reader.name,
                t=self.now,
                account=reader.name,
                command_id=command_id,
                room=ROOM,
                order=reader.sent,
            )
        )
        return command_id

    def _receipt(self, reader: Reader, row: Row) -> Acked:
        return Acked(
            **self._delivered(reader),
            command_id=row.command_id or "",
            room=ROOM,
            seq=row.seq,
            at=row.at,
        )

    def _subject(self, reader: Reader, kind: str) -> str | None:
        return None if kind in ("message_removed", "message_restored") else reader.member

    def _delivered(self, reader: Reader) -> _Delivered:
        return {
            "client": reader.name,
            "t": self.now,
            "account": reader.account,
            "connection": reader.connection,
        }

    def _record(self, record: Record) -> None:
        self.records.append(record)
