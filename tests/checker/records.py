"""What a recording client writes down while it runs, and a row of the transcript: the checker's
whole input. Knows the wire's words, and nothing of how a client or a database works.

The order of one client's records is the order in which that client saw them. `t` is milliseconds
since the Unix epoch on the server's clock (the client corrects its own by `welcome`). `account` is
None for a guest. `connection` is the client's own number for a socket, never used twice.
"""

import msgspec

VOID = "void"


class _Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", omit_defaults=True):
    client: str
    t: int = 0


class _Delivered(_Record, frozen=True, kw_only=True):
    """Something that came out of a socket."""

    connection: int
    account: str | None


class Sent(_Record, frozen=True, kw_only=True):
    """A writing command handed to a socket: one record an attempt.

    `order` is the client's own count of commands; a resend keeps the number of the first attempt.
    """

    account: str
    command_id: str
    room: str
    order: int


class Acked(_Delivered, frozen=True, kw_only=True):
    """A receipt; `at` as the receipt says."""

    command_id: str
    room: str
    seq: int
    at: int


class Refused(_Delivered, frozen=True, kw_only=True):
    """A refusal of a writing command."""

    command_id: str
    room: str
    code: str


class PageMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A folded message on a page, as the client drew it."""

    message: str
    seq: int
    has_body: bool


class Joined(_Delivered, frozen=True, kw_only=True):
    """Reading begins anew from `page`, or with `page=None` goes on after the cursor `after`.

    `member` and `role` are the reader's own (`you`); a guest has none.
    """

    room: str
    as_of: int
    member: str | None = None
    role: str = "guest"
    after: int | None = None
    page: tuple[PageMessage, ...] | None = None

    @property
    def drawn(self) -> tuple[PageMessage, ...]:
        return self.page or ()


class Shown(_Delivered, frozen=True, kw_only=True):
    """One entry in the order in which the client showed it; `kind` is the event's type or `void`.

    `member` is the event's `member` or `author`.
    """

    room: str
    seq: int
    kind: str
    message: str | None = None
    member: str | None = None
    has_body: bool = False


class HistoryPage(_Delivered, frozen=True, kw_only=True):
    """A page of messages below `before`."""

    room: str
    as_of: int
    before: int
    messages: tuple[PageMessage, ...]

    @property
    def drawn(self) -> tuple[PageMessage, ...]:
        return self.messages


class PresenceSeen(_Delivered, frozen=True, kw_only=True):
    """Everybody whom the client shows as being in the room, after a change."""

    room: str
    members: tuple[str, ...]


class Left(_Record, frozen=True, kw_only=True):
    """The client left the room by its own wish."""

    connection: int
    room: str


class SocketClosed(_Record, frozen=True, kw_only=True):
    """The socket's end. `cause` is `closed` (either side said so), `dropped` (the line went without
    a word) or `killed` (the server's process died)."""

    connection: int
    cause: str = "closed"


class SessionRevoked(_Record, frozen=True, kw_only=True):
    """The right to read was taken at `t`: after `grace_ms` this socket must be silent."""

    connection: int
    grace_ms: int = 1_000


class Settled(_Record, frozen=True, kw_only=True):
    """The run is over and the client is still joined: it must have shown everything by now."""

    room: str


class RoomReadBy(_Record, frozen=True, kw_only=True):
    """Who may read the room: `guests` or `members`. Written by the test that made the room."""

    room: str
    readers: str


class DropInDue(_Record, frozen=True, kw_only=True):
    """The time of a drop-in has come: by the end it was opened once, or given up unopened."""

    room: str
    drop_in: str


Record = (
    Sent
    | Acked
    | Refused
    | Joined
    | Shown
    | HistoryPage
    | PresenceSeen
    | Left
    | SocketClosed
    | SessionRevoked
    | Settled
    | RoomReadBy
    | DropInDue
)

Delivered = Acked | Refused | Joined | Shown | HistoryPage | PresenceSeen


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the transcript. `actor` is the account that acted; `member` the event's `member`
    or `author`; `role` the author's as of writing, or the one that was given; `at` and `until` in
    milliseconds since the Unix epoch, on the database's clock."""

    room: str
    seq: int
    at: int
    kind: str
    actor: str | None = None
    member: str | None = None
    command_id: str | None = None
    message: str | None = None
    messages: tuple[str, ...] = ()
    sanction: str | None = None
    until: int | None = None
    role: str | None = None
    drop_in: str | None = None
    form: str | None = None
    host: str | None = None
    co_host: str | None = None
    again: bool = False
    has_body: bool = False
