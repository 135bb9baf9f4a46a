"""Who asks, and with which standing in one room. Knows nothing of sockets or sessions."""

import enum

import msgspec

from rooms.ids import AccountId


class Role(enum.StrEnum):
    """What a person is in one room, weakest first; `rank` compares them."""

    GUEST = "guest"
    MEMBER = "member"
    MENTOR = "mentor"
    MODERATOR = "moderator"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @property
    def is_staff(self) -> bool:
        return self in (Role.MODERATOR, Role.ADMIN)


_RANKS = {role: rank for rank, role in enumerate(Role)}


class Actor(msgspec.Struct, frozen=True):
    """The account behind a command, and the session it came by.

    `session` is the stored hash of the session's secret; an append refuses once that session is
    gone. `system` marks the house itself (timekeeper, command line), which holds every right.
    """

    account: AccountId
    session: str | None = None
    system: bool = False


HOUSE = Actor(account=AccountId("house"), system=True)
"""The house itself: timed transitions and the operator's command line."""
