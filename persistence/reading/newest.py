"""The newest messages of several rooms at once, as everybody who comes in is shown them: one
statement for all of them, and one more where there are reactions. `transcripts` reads any page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, cast

import msgspec
from sqlalchemy import Connection, Row

from persistence.lookups import Lookups
from persistence.reading.fold import Drafts, fold_in, in_order
from persistence.reading.transcripts import in_words
from rooms.actor import Role
from rooms.commands import Reaction
from rooms.ids import AccountId, PublicId, RoomId
from rooms.transcript import Message, Page

PAGE = 50

# One message more than a page tells whether there is a page above. What is told of a message comes
# after it, so that from the oldest of them on everything about them is found in one walk.
# Nothing is above the head, which is said all the same: of a range with one end PostgreSQL expects
# a third of the log, and read all of a room of a million entries (measured: 170 ms instead of 10).
NEWEST = Lookups(f"""
SELECT r.id AS room, e.seq, e.at, e.kind, e.message_id, e.payload,
 CASE WHEN e.kind = 'message_restored' THEN
  (SELECT w.body FROM entry w WHERE w.room_id = e.room_id AND w.message_id = e.message_id
   AND w.body IS NOT NULL AND w.sealed_at IS NULL ORDER BY w.seq + 0 DESC LIMIT 1)
 WHEN e.sealed_at IS NULL THEN e.body END AS body,
 coalesce(own.name, general.name, '') AS name
FROM EACH
LOOKUP room r: r.id = FIRST;
LOOKUP entry e: e.room_id = r.id AND e.seq <= r.head AND e.seq >= r.floor AND e.seq >= coalesce(
  (SELECT p.seq FROM entry p WHERE p.room_id = r.id AND p.kind = 'message_posted' AND p.seq > 0
   ORDER BY p.seq DESC LIMIT 1 OFFSET {PAGE}), 0)
 AND e.kind IN ('message_posted', 'message_edited', 'message_retracted', 'message_removed',
  'message_restored', 'messages_removed', 'reaction_added');
LEFT LOOKUP screen_name own: own.account_id = e.actor_id AND own.tree = r.tree;
LEFT LOOKUP screen_name general: general.account_id = e.actor_id AND general.tree = '*';
ORDER BY r.id, e.seq""")

_REACTIONS = Lookups("""
SELECT r.room_id AS room, r.message_id AS message, r.account_id AS account, r.reaction
FROM EACH
LOOKUP reaction r: r.room_id = FIRST AND r.message_id = SECOND;""")


_Columns = Sequence[Any]
"""A row as the driver has it: to make a `_Line` of each would cost half as much as to read them."""
_TELLS_NOTHING = frozenset({"message_posted", "reaction_added"})


class _Line(NamedTuple):
    """A row, in the order of the columns."""

    room: RoomId
    seq: int
    at: int
    kind: str
    message_id: PublicId | None
    payload: str
    body: str | None
    name: str


_room_of, _kind_of, _message_of = (
    itemgetter(_Line._fields.index(column)) for column in ("room", "kind", "message_id")
)


class _Posted(msgspec.Struct, gc=False):
    """What a message's payload holds. The ids were checked when they were written; to match their
    patterns again costs more than all the rest."""

    message: str
    author: str
    role: Role
    reply_to: str | None = None
    played: bool = False
    read_out: bool = False
    asked_by: str | None = None


_decoder = msgspec.json.Decoder(_Posted)

Given = Mapping[PublicId, Mapping[Reaction, set[AccountId]]]


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest messages of a room as of `head`, oldest first: a page of them and one more, with
    nobody's own reactions. `given`: who gave which, never to be shown; `givers`: they all.

    What changes them is an entry: they are what they are for as long as the room's head, its floor
    and the log's epoch are the same.
    """

    head: int
    messages: tuple[Message, ...]
    given: Given
    givers: frozenset[AccountId]

    def page(self, account: AccountId | None, floor: int) -> Page:
        """As one reader may see it, who reads nothing below `floor`."""
        shown = [message for message in self.messages if message.seq >= floor][-PAGE:]
        first = shown[0].seq if shown else floor
        above = max((each.seq for each in self.messages if each.seq < first), default=None)
        return Page(
            as_of=self.head,
            messages=tuple(self._to(message, account) for message in shown)
            if account in self.givers
            else tuple(shown),
            before=first if above is not None and above >= floor else None,
            withheld=above is not None and above < floor,
        )

    def _to(self, message: Message, account: AccountId | None) -> Message:
        given = self.given.get(message.message, {})
        mine = [reaction for reaction, accounts in given.items() if account in accounts]
        return msgspec.structs.replace(message, mine=in_order(mine)) if mine else message


def read_newest(connection: Connection, heads: Mapping[RoomId, int]) -> dict[RoomId, Newest]:
    """Of these rooms, whose heads were read in the same snapshot."""
    found = NEWEST.plain_rows(connection, ((room, "") for room in heads))
    read = {room: list(lines) for room, lines in groupby(found, _room_of)}
    given = _given(connection, read)
    return {
        room: _newest(connection, room, head, read.get(room, []), given.get(room, {}))
        for room, head in heads.items()
    }


def _newest(
    connection: Connection, room: RoomId, head: int, rows: list[_Columns], given: Given
) -> Newest:
    messages = _as_told(connection, room, rows)
    givers = {
        account for each in given.values() for accounts in each.values() for account in accounts
    }
    if givers:
        messages = [_counted(message, given) for message in messages]
    return Newest(head, tuple(messages), given, frozenset(givers))


def _as_told(connection: Connection, room: RoomId, rows: list[_Columns]) -> list[Message]:
    """The messages, each with what came after it."""
    posted = [row for row in rows if _kind_of(row) == "message_posted"]
    told = {_message_of(row) for row in rows if _kind_of(row) not in _TELLS_NOTHING}
    # Of several taken down at once the ids are in the payload: then all are folded.
    untold = [] if None in told else [row for row in posted if _message_of(row) not in told]
    plain = {_message_of(row): message for row in untold if (message := _plain(row))}
    if len(plain) == len(posted):
        return list(plain.values())
    folded = plain | _folded(
        connection, room, [row for row in rows if _message_of(row) not in plain]
    )
    return [folded[_message_of(row)] for row in posted]


def _plain(row: _Columns) -> Message | None:
    """A message of which nothing was told: most are, and these cost a tenth of folding them."""
    _, seq, at, _, _, payload, body, name = row
    posted = _decoder.decode(payload)
    if posted.asked_by is not None:
        return None
    return Message(
        message=posted.message,
        seq=seq,
        at=at,
        author=posted.author,
        name=name,
        role=posted.role,
        body=body,
        reply_to=posted.reply_to,
        played=posted.played,
        read_out=posted.read_out,
    )


def _folded(
    connection: Connection, room: RoomId, rows: Iterable[_Columns]
) -> dict[PublicId, Message]:
    drafts: Drafts = {}
    lines = [_Line._make(row) for row in rows if _kind_of(row) != "reaction_added"]
    for entry in in_words(connection, room, cast(list[Row[Any]], lines)):
        fold_in(drafts, entry)
    return {message: draft.message(None) for message, draft in drafts.items()}


def _counted(message: Message, given: Given) -> Message:
    theirs = given.get(message.message)
    if not theirs:
        return message
    counts = {reaction: len(theirs[reaction]) for reaction in Reaction if reaction in theirs}
    return msgspec.structs.replace(message, reactions=counts)


def _given(
    connection: Connection, read: Mapping[RoomId, Sequence[_Columns]]
) -> dict[RoomId, dict[PublicId, dict[Reaction, set[AccountId]]]]:
    """The reactions that still stand, asked for where any was ever given."""
    asked = list(_reacted(read))
    given: dict[RoomId, dict[PublicId, dict[Reaction, set[AccountId]]]] = {}
    if asked:
        for row in _REACTIONS.run(connection, asked):
            of_message = given.setdefault(row.room, {}).setdefault(row.message, {})
            of_message.setdefault(Reaction(row.reaction), set()).add(AccountId(row.account))
    return given


def _reacted(read: Mapping[RoomId, Iterable[_Columns]]) -> Iterator[tuple[RoomId, PublicId]]:
    for room, rows in read.items():
        given = (_message_of(row) for row in rows if _kind_of(row) == "reaction_added")
        for message in {message for message in given if message is not None}:
            yield room, message
