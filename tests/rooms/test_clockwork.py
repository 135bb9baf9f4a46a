"""What the clock asks of a session, minute by minute."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from rooms.commands import CloseDropIn, FreeFloor, OpenDropIn, PassHosting, SlowDown
from rooms.dropins.clockwork import (
    BUSY_POSTS,
    CALM_POSTS,
    Watched,
    calls_due,
    commands_due,
    offer_lapsed,
)
from rooms.dropins.forms import Form
from rooms.dropins.hosted import Hosted
from rooms.dropins.stages import State
from rooms.dropins.views import CallKind
from rooms.ids import AccountId

MINUTE_MS = 60_000
STARTS = 1_000 * MINUTE_MS
ENDS = STARTS + 60 * MINUTE_MS
ROSA, TEO, ANA = AccountId("rosa"), AccountId("teo"), AccountId("ana")

AHEAD = Watched(
    drop_in="d" * 32,
    room="a" * 32,
    state=State.SCHEDULED,
    host=ROSA,
    second=TEO,
    starts_at=STARTS,
)
HOSTED = Hosted(
    drop_in=AHEAD.drop_in,
    form=Form.LINE,
    host=ROSA,
    co_host=TEO,
    host_since=STARTS,
    opened_at=STARTS,
    ends_at=ENDS,
)
LIVE = replace(AHEAD, state=State.LIVE, opened_at=STARTS, hosted=HOSTED)


def at(minutes: float) -> int:
    """So many minutes after the time it was to begin."""
    return STARTS + int(minutes * MINUTE_MS)


def live(**other: Any) -> Watched:
    """Live, with `hosted` other than usual."""
    return replace(LIVE, hosted=Hosted(**{**_fields(), **other}))


def _fields() -> dict[str, Any]:
    return {name: getattr(HOSTED, name) for name in HOSTED.__struct_fields__}


def seen(session: Watched, now: int, *accounts: AccountId) -> Watched:
    return replace(session, seen={account: now for account in accounts})


def asked(session: Watched, now: int) -> list[type]:
    ids = (f"00000000-0000-4000-8000-{number:012}" for number in itertools.count())
    return [type(command) for command in commands_due(session, now, lambda: next(ids))]


def called(session: Watched, now: int) -> list[CallKind]:
    return [calling.kind for calling in calls_due(session, now)]


@pytest.mark.parametrize(
    ("minutes", "here", "expected"),
    [
        (-1, (ROSA,), []),
        (0, (ROSA,), [OpenDropIn]),
        (0, (), []),
        (0, (ANA,), []),
        (6, (TEO,), [OpenDropIn]),
        (14.9, (ROSA,), [OpenDropIn]),
        (15, (ROSA, TEO), [CloseDropIn]),
        (3_000, (), [CloseDropIn]),
    ],
)
def test_session_opens_at_its_time_when_its_host_is_there_and_is_given_up_after_fifteen_minutes(
    minutes: float, here: tuple[AccountId, ...], expected: list[type]
) -> None:
    assert asked(seen(AHEAD, at(minutes), *here), at(minutes)) == expected


def test_host_who_was_there_a_while_ago_opens_nothing() -> None:
    assert asked(seen(AHEAD, at(0) - 31_000, ROSA), at(0)) == []


def test_of_a_stopped_series_nothing_is_opened_called_or_late() -> None:
    stopped = seen(replace(AHEAD, stopped=True), at(7), ROSA)
    assert (asked(stopped, at(7)), called(stopped, at(7))) == ([], [])
    assert asked(seen(replace(LIVE, stopped=True), at(7), ROSA), at(7)) == [CloseDropIn]


@pytest.mark.parametrize(
    ("minutes", "speaker", "expected"),
    [
        (59.9, None, []),
        (60, None, [CloseDropIn]),
        (60, ANA, []),
        (74.9, ANA, []),
        (75, ANA, [CloseDropIn]),
    ],
)
def test_it_ends_at_its_time_and_lets_a_speaker_finish_for_a_quarter_of_an_hour(
    minutes: float, speaker: AccountId | None, expected: list[type]
) -> None:
    session = live(speaker=speaker, speaker_since=at(55))
    assert asked(seen(session, at(minutes), ROSA), at(minutes)) == expected


@pytest.mark.parametrize(
    ("away_minutes", "second_is_here", "commands", "calls"),
    [
        (0.4, True, [], []),
        (2.9, False, [], []),
        (3.1, True, [PassHosting], []),
        (3.1, False, [], [CallKind.AWAY]),
        (14.9, False, [], [CallKind.AWAY]),
        (15, False, [CloseDropIn], [CallKind.AWAY]),
    ],
)
def test_host_who_drops_has_three_minutes_then_another_goes_on_or_a_moderator_is_called(
    away_minutes: float, second_is_here: bool, commands: list[type], calls: list[CallKind]
) -> None:
    now = at(30)
    gone_at = now - int(away_minutes * MINUTE_MS)
    seen_at = {ROSA: gone_at, TEO: now if second_is_here else gone_at}
    session = replace(live(), well_at=now, seen=seen_at)
    assert (asked(session, now), called(session, now)) == (commands, calls)


def test_away_is_called_once_an_absence_and_again_for_the_next() -> None:
    def key(gone_at: int, now: int) -> str:
        (calling,) = calls_due(replace(live(), seen={ROSA: gone_at}), now)
        return calling.key

    first = key(at(10), at(14))
    assert first == key(at(10), at(18))
    assert first != key(at(20), at(24))


def test_who_hosts_alone_with_nobody_named_is_away_after_three_minutes_too() -> None:
    session = replace(live(co_host=None), second=None, seen={ROSA: at(10)})
    assert called(session, at(13.1)) == [CallKind.AWAY]


@pytest.mark.parametrize(
    ("minutes", "well", "expected"),
    [
        (17.9, None, []),
        (18.1, None, [CallKind.SILENT]),
        (18.1, 15.5, []),
        (33.6, 15.5, [CallKind.SILENT]),
    ],
)
def test_host_is_asked_every_fifteen_minutes_and_silence_calls_a_moderator(
    minutes: float, well: float | None, expected: list[CallKind]
) -> None:
    session = replace(LIVE, well_at=None if well is None else at(well))
    assert called(seen(session, at(minutes), ROSA), at(minutes)) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(4.9, []), (5, [CallKind.LATE]), (14.9, [CallKind.LATE]), (15, [])],
)
def test_late_is_said_from_five_minutes_on(minutes: float, expected: list[CallKind]) -> None:
    assert called(AHEAD, at(minutes)) == expected


@pytest.mark.parametrize(
    ("form", "busy", "posts", "expected"),
    [
        (Form.OPEN_HOUR, False, BUSY_POSTS, []),
        (Form.OPEN_HOUR, False, BUSY_POSTS + 1, [SlowDown]),
        (Form.OPEN_HOUR, True, CALM_POSTS, []),
        (Form.OPEN_HOUR, True, CALM_POSTS - 1, [SlowDown]),
        (Form.LINE, False, 100, []),
    ],
)
def test_busy_open_hour_goes_slowly_and_does_not_flicker(
    form: Form, busy: bool, posts: int, expected: list[type]
) -> None:
    session = replace(live(form=form, busy=busy), posts=posts)
    assert asked(seen(session, at(10), ROSA), at(10)) == expected


def test_floor_is_free_of_who_left_after_ninety_seconds_and_who_was_never_seen_keeps_it() -> None:
    session, now = live(speaker=ANA, speaker_since=at(10)), at(20)
    with_host = {ROSA: now, TEO: now}
    assert asked(replace(session, seen=with_host | {ANA: at(18.4)}), now) == [FreeFloor]
    assert asked(replace(session, seen=with_host | {ANA: at(18.5)}), now) == []
    assert asked(replace(session, seen=with_host | {ANA: at(9)}), now) == []
    assert asked(replace(session, seen=with_host), now) == []


def test_hand_over_lapses_after_a_minute() -> None:
    offered = replace(LIVE, offered_at=at(10))
    assert not offer_lapsed(offered, at(11))
    assert offer_lapsed(offered, at(11) + 1)
    assert not offer_lapsed(LIVE, at(40))
