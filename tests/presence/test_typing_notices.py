"""Typing notices: shown for a while, limited in pace, and forgotten."""

from presence.typing_notices import RoomTyping, TypingNotices, note

START = 100_000


def shown(room: RoomTyping | None, now: int) -> tuple[str, ...]:
    assert room is not None
    return room.members(now)


def test_notice_is_shown_for_five_seconds() -> None:
    room = note(RoomTyping(), "ana", START)
    assert shown(room, START + 4_999) == ("ana",)
    assert shown(room, START + 5_000) == ()


def test_second_notice_within_three_seconds_is_refused() -> None:
    notices = TypingNotices()
    assert notices.seen("room", "ana", START)
    assert not notices.seen("room", "ana", START + 2_999)
    assert notices.seen("room", "ana", START + 3_000)


def test_notice_at_the_allowed_pace_prolongs() -> None:
    room = note(RoomTyping(), "ana", START)
    assert room is not None
    assert shown(note(room, "ana", START + 3_000), START + 7_999) == ("ana",)


def test_one_persons_pace_is_not_anothers_nor_another_rooms() -> None:
    notices = TypingNotices()
    assert notices.seen("room", "ana", START)
    assert notices.seen("room", "ben", START)
    assert notices.seen("other room", "ana", START)


def test_old_notices_do_not_pile_up() -> None:
    room = RoomTyping()
    notices = TypingNotices()
    for number in range(100):
        now = START + number * 10_000
        noted = note(room, f"person {number}", now)
        assert noted is not None
        room = noted
        assert notices.seen(f"room {number}", "ana", now)
    assert len(room.notices) == 1
    assert len(notices._rooms) == 1
