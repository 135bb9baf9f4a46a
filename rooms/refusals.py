"""An expected no: a code, the parameters its sentence needs, and when to try again.

The sentences themselves are in the Fluent catalogues (`refusal-<code>`), English and Spanish.
"""

import enum

import msgspec


class Code(enum.StrEnum):
    """Every way to be refused. The closed list: a new one needs its sentences in both languages."""

    BAD_REQUEST = "bad_request"
    NOT_SIGNED_IN = "not_signed_in"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CLOSED = "account_closed"
    UNKNOWN_ROOM = "unknown_room"
    UNKNOWN_MESSAGE = "unknown_message"
    UNKNOWN_MEMBER = "unknown_member"
    NOT_ALLOWED = "not_allowed"
    NOT_JOINED = "not_joined"
    ROOM_LOCKED = "room_locked"
    CALM = "calm"
    MUTED = "muted"
    STEPPED_OUT = "stepped_out"
    SLOW = "slow"
    RATE_LIMITED = "rate_limited"
    BUSY = "busy"
    RETRY = "retry"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BAD_TEXT = "bad_text"
    TOO_LATE = "too_late"
    GONE = "gone"
    NOTHING_TO_CHANGE = "nothing_to_change"
    IDEMPOTENCY_CONFLICT = "idempotency_conflict"
    NAME_INVALID = "name_invalid"
    NAME_TAKEN = "name_taken"
    NEW_ACCOUNT_LINK = "new_account_link"
    NEW_ACCOUNT_ROOMS = "new_account_rooms"
    WRONG_LOGIN = "wrong_login"
    WEAK_PASSWORD = "weak_password"
    BAD_EMAIL = "bad_email"
    TOO_MANY_TRIES = "too_many_tries"
    JOINING_PAUSED = "joining_paused"
    TOO_YOUNG = "too_young"
    NO_CONSENT = "no_consent"
    WRONG_CODE = "wrong_code"
    LINK_USED = "link_used"
    UNKNOWN_DROP_IN = "unknown_drop_in"
    NOT_YOUR_TURN = "not_your_turn"
    SHORT_PAUSE = "short_pause"
    TOO_EARLY = "too_early"
    NOT_LIVE = "not_live"
    LINE_CLOSED = "line_closed"
    IN_ANOTHER_LINE = "in_another_line"
    NO_PLACE = "no_place"
    ALREADY_CALLED = "already_called"
    FLOOR_TAKEN = "floor_taken"
    NOBODY_WAITS = "nobody_waits"
    UNCOVERED = "uncovered"
    NOT_EXPERT = "not_expert"
    BAD_SCHEDULE = "bad_schedule"
    TOO_MANY_TIMES = "too_many_times"
    CLASH = "clash"
    EDITED_MEANWHILE = "edited_meanwhile"
    SERIES_STOPPED = "series_stopped"
    TOO_MANY_QUESTIONS = "too_many_questions"


PARAMS: dict[Code, tuple[str, ...]] = {
    Code.MUTED: ("until", "reason"),
    Code.STEPPED_OUT: ("until", "reason"),
    Code.ACCOUNT_CLOSED: (),
    Code.CALM: ("until",),
    Code.SLOW: ("seconds",),
    Code.TOO_LONG: ("limit", "length"),
    Code.TOO_LATE: ("minutes",),
    Code.NAME_INVALID: ("why",),
    Code.NEW_ACCOUNT_ROOMS: ("limit",),
    Code.WEAK_PASSWORD: ("why", "least"),
    Code.JOINING_PAUSED: ("until",),
    Code.TOO_YOUNG: ("years",),
    Code.NOT_YOUR_TURN: ("form",),
    Code.TOO_EARLY: ("at",),
    Code.IN_ANOTHER_LINE: ("drop_in",),
    Code.ALREADY_CALLED: ("name",),
    Code.BAD_SCHEDULE: ("why",),
    Code.TOO_MANY_TIMES: ("limit",),
    Code.CLASH: ("who", "at"),
    Code.TOO_MANY_QUESTIONS: ("limit",),
}
"""The parameters each code declares; a code that is not here has none."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """`retry_after` in milliseconds; a param `until` in milliseconds since the Unix epoch."""

    code: Code
    params: dict[str, str | int] = {}
    retry_after: int | None = None

    @property
    def temporary(self) -> bool:
        """Whether sending the same command again may succeed."""
        return self.retry_after is not None or "until" in self.params


def refuse(
    code: Code,
    *,
    retry_after: int | None = None,
    **params: str | int,
) -> Refusal:
    """Build a refusal, holding each code to the parameters it declares."""
    if set(params) != set(PARAMS.get(code, ())):
        raise ValueError(f"{code} declares {PARAMS.get(code, ())}, got {sorted(params)}")
    return Refusal(code=code, params=params, retry_after=retry_after)
