"""Who is typing, said through this process: limited in pace and forgotten soon.

Times come in with each call, in milliseconds of one clock. Refuses to know who may say so (mentors
and staff, decided elsewhere) and how it travels; readers stop showing a notice by themselves.
"""

import msgspec

SHOWN_MILLISECONDS = 5_000
PACE_MILLISECONDS = 3_000


class TypingNotice(msgspec.Struct, frozen=True):
    """`member` said at `at` that they are typing."""

    member: str
    at: int


class RoomTyping(msgspec.Struct, frozen=True):
    """The notices of one room, oldest first, at most one a member."""

    notices: tuple[TypingNotice, ...] = ()

    def members(self, now: int) -> tuple[str, ...]:
        """Who is to be shown as typing."""
        return tuple(n.member for n in self.notices if now - n.at < SHOWN_MILLISECONDS)


def note(room: RoomTyping, member: str, now: int) -> RoomTyping | None:
    """With this notice in it, or None when the member's last one is too young to be repeated.

    What is no longer shown is dropped on the way.
    """
    shown = tuple(n for n in room.notices if now - n.at < SHOWN_MILLISECONDS)
    if any(n.member == member and now - n.at < PACE_MILLISECONDS for n in shown):
        return None
    others = tuple(n for n in shown if n.member != member)
    return RoomTyping((*others, TypingNotice(member, now)))


class TypingNotices:
    """The rooms of this process in which somebody was typing lately."""

    def __init__(self) -> None:
        self._rooms: dict[str, RoomTyping] = {}

    def seen(self, room: str, member: str, now: int) -> bool:
        """True when the notice is to be told: a member's at most once in three seconds."""
        noted = note(self._rooms.get(room, RoomTyping()), member, now)
        if noted is None:
            return False
        self._rooms = {r: typing for r, typing in self._rooms.items() if typing.members(now)}
        self._rooms[room] = noted
        return True
