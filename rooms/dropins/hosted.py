"""What governs a room while a drop-in is live in it: kept in the room's row, under the room's lock.

It is read with the room by every append, so that nobody speaks out of turn; the session's plan,
its line and its history are elsewhere.
"""

import msgspec

from rooms.dropins.forms import Form
from rooms.ids import AccountId, DropInId


class Hosted(msgspec.Struct, frozen=True, kw_only=True):
    """The live session of a room. Accounts never leave the server. Times in ms, database clock.

    `host_since`: how long this host has been it; whoever takes over may not have been seen yet.
    `speaker` holds the floor since `speaker_since`; None while it is free. `frozen`: a short pause,
    nobody but hosts and staff writes. `busy`: an open hour that goes slowly for now.
    """

    drop_in: DropInId
    form: Form
    host: AccountId
    co_host: AccountId | None = None
    host_since: int
    opened_at: int
    ends_at: int
    speaker: AccountId | None = None
    speaker_since: int = 0
    frozen: bool = False
    busy: bool = False

    @property
    def hosts(self) -> frozenset[AccountId]:
        return frozenset({self.host} | ({self.co_host} if self.co_host else set()))
