"""What the clock asks of a session: to be opened, closed or passed on, and whom to call. Every
process comes to the same answer; the room's lock, or a call's key, makes one of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rooms.commands import (
    CloseDropIn,
    FreeFloor,
    Hosting,
    OpenDropIn,
    PassHosting,
    SlowDown,
)
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import (
    AWAY_MS,
    GRACE_MS,
    HANDOVER_MS,
    LATE_MS,
    OVERRUN_MS,
    SPEAKER_GRACE_MS,
    UNHOSTED_MS,
    WELL_ANSWER_MS,
    WELL_EVERY_MS,
    State,
)
from rooms.dropins.views import CallKind
from rooms.ids import AccountId, DropInId, PublicId, RoomId

_Plain = OpenDropIn | CloseDropIn | PassHosting | FreeFloor

BUSY_POSTS = 12
"""More messages than this in a minute, and an open hour goes slowly."""
CALM_POSTS = 6
"""Fewer than this, and it goes on as before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A session near its time or live, as of one moment. `hosted` while it is live; `seen`: when
    its people were last seen in the room (ms); `posts`: messages there in the last minute."""

    drop_in: DropInId
    room: RoomId
    state: State
    host: AccountId
    second: AccountId | None
    starts_at: int
    opened_at: int | None = None
    well_at: int | None = None
    offered_at: int | None = None
    stopped: bool = False
    hosted: Hosted | None = None
    posts: int = 0
    seen: dict[AccountId, int] = field(default_factory=dict)

    def seen_at(self, account: AccountId | None) -> int:
        return self.seen.get(account, 0) if account else 0

    def is_here(self, account: AccountId | None, now: int) -> bool:
        return now - self.seen_at(account) <= AWAY_MS

    def is_led(self, now: int) -> bool:
        """Live, its host is in the room, and it does not pause for want of one."""
        hosted = self.hosted
        return hosted is not None and not hosted.frozen and self.is_here(hosted.host, now)


@dataclass(frozen=True, slots=True)
class Calling:
    """A moderator is to be called, once for each `key`. `about`: the host."""

    kind: CallKind
    key: str
    about: AccountId


def commands_due(session: Watched, now: int, new_id: Callable[[], PublicId]) -> list[Hosting]:
    """What is to be submitted at `now` (ms, database clock). It is decided under the lock again."""
    room, drop_in, hosted = session.room, session.drop_in, session.hosted
    if session.state is State.SCHEDULED:
        due: list[type[_Plain]] = list(_before(session, now))
    else:
        due = [] if hosted is None else list(_during(session, hosted, now))
    busy = _pace(session, hosted) if hosted and not due else None
    if busy is not None:
        return [SlowDown(room=room, command_id=new_id(), drop_in=drop_in, busy=busy)]
    return [kind(room=room, command_id=new_id(), drop_in=drop_in) for kind in due]


def calls_due(session: Watched, now: int) -> list[Calling]:
    """Whom nobody sees: a host who is late, away with nobody to go on, or silent."""
    if session.state is State.SCHEDULED:
        return list(_late(session, now))
    if session.hosted is None:
        return []
    return [*_away(session, session.hosted, now), *_silent(session, session.hosted, now)]


def offer_lapsed(session: Watched, now: int) -> bool:
    """Whether a hand-over was not accepted in its minute."""
    return session.offered_at is not None and now - session.offered_at > HANDOVER_MS


def _before(session: Watched, now: int) -> Iterator[type[_Plain]]:
    if session.stopped:
        return
    if now >= session.starts_at + UNHOSTED_MS:
        yield CloseDropIn
    elif now >= session.starts_at and (
        session.is_here(session.host, now) or session.is_here(session.second, now)
    ):
        yield OpenDropIn


def _during(session: Watched, hosted: Hosted, now: int) -> Iterator[type[_Plain]]:
    if session.stopped or _is_over(session, hosted, now):
        yield CloseDropIn
        return
    if _is_gone(session, hosted, now) and _successor(session, hosted, now):
        yield PassHosting
    if _speaker_is_gone(session, hosted, now):
        yield FreeFloor


def _is_over(session: Watched, hosted: Hosted, now: int) -> bool:
    if now >= hosted.ends_at + (OVERRUN_MS if hosted.speaker else 0):
        return True
    last_seen = max(session.seen_at(host) for host in hosted.hosts)
    return now - max(last_seen, hosted.host_since) >= UNHOSTED_MS


def _is_gone(session: Watched, hosted: Hosted, now: int) -> bool:
    return now - _host_seen_at(session, hosted) > GRACE_MS


def _host_seen_at(session: Watched, hosted: Hosted) -> int:
    return max(session.seen_at(hosted.host), hosted.host_since)


def _successor(session: Watched, hosted: Hosted, now: int) -> bool:
    beside = (hosted.co_host, session.second)
    return any(each != hosted.host and session.is_here(each, now) for each in beside if each)


def _speaker_is_gone(session: Watched, hosted: Hosted, now: int) -> bool:
    """Only who was seen since the turn began: without a script nobody is, and may be there."""
    seen_at = session.seen_at(hosted.speaker)
    return seen_at >= hosted.speaker_since > 0 and now - seen_at > SPEAKER_GRACE_MS


def _pace(session: Watched, hosted: Hosted) -> bool | None:
    if hosted.form is not Form.OPEN_HOUR:
        return None
    if not hosted.busy and session.posts > BUSY_POSTS:
        return True
    return False if hosted.busy and session.posts < CALM_POSTS else None


def _late(session: Watched, now: int) -> Iterator[Calling]:
    since = session.starts_at + LATE_MS
    if since <= now < session.starts_at + UNHOSTED_MS and not session.stopped:
        yield Calling(CallKind.LATE, f"late:{session.drop_in}:{session.starts_at}", session.host)


def _away(session: Watched, hosted: Hosted, now: int) -> Iterator[Calling]:
    if _is_gone(session, hosted, now) and not _successor(session, hosted, now):
        since = _host_seen_at(session, hosted)
        yield Calling(CallKind.AWAY, f"away:{session.drop_in}:{since}", hosted.host)


def _silent(session: Watched, hosted: Hosted, now: int) -> Iterator[Calling]:
    """Of a host who is away another call is made."""
    began = max(session.well_at or 0, hosted.opened_at, hosted.host_since)
    asked_at = began + WELL_EVERY_MS
    if now - asked_at > WELL_ANSWER_MS and session.is_here(hosted.host, now):
        yield Calling(CallKind.SILENT, f"silent:{session.drop_in}:{began}", hosted.host)
