"""What a refusal code, its parameters and a close code tell a programmer, in one sentence each.
People read other words, from the catalogue (`refusal-<code>`)."""

from dataclasses import dataclass

from rooms.commands import Reason
from rooms.dropins.forms import Form
from rooms.refusals import PARAMS, Code
from server.wires.close_codes import CloseCode


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a refusal: its type and what it says."""

    kind: type[int | str]
    meaning: str


PARAM_MEANINGS: dict[str, Param] = {
    "until": Param(int, "when it ends, in milliseconds since the Unix epoch"),
    "reason": Param(Reason, "why a moderator did so"),
    "seconds": Param(int, "how long to wait"),
    "limit": Param(int, "the most there may be: code points after NFC, rooms a day, questions"),
    "length": Param(int, "the code points there were, after NFC"),
    "minutes": Param(int, "how long it would have been possible"),
    "why": Param(str, "which rule it breaks, a word"),
    "least": Param(int, "the fewest characters there may be"),
    "years": Param(int, "the age from which people may join"),
    "form": Param(Form, "the form of the drop-in that is live in the room"),
    "at": Param(int, "the time in question, in milliseconds since the Unix epoch"),
    "drop_in": Param(str, "the drop-in in question"),
    "name": Param(str, "the screen name of the person in question"),
    "who": Param(str, "`host` or `room`"),
}

REFUSALS: dict[Code, str] = {
    Code.BAD_REQUEST: "It is JSON but no such request: a field is missing, unknown or misshapen.",
    Code.NOT_SIGNED_IN: "This needs an account, or the name and password are not right.",
    Code.SIGNED_OUT: "The session has ended: sign in again.",
    Code.ACCOUNT_CLOSED: "The account was closed.",
    Code.UNKNOWN_ROOM: "There is no such room, or none that this person may know of.",
    Code.UNKNOWN_MESSAGE: "There is no such message in this room.",
    Code.UNKNOWN_MEMBER: "There is no such person in this room.",
    Code.NOT_ALLOWED: "This role may not do that here, or another site's page asked.",
    Code.NOT_JOINED: "Only for those who read the room on this connection: join it first.",
    Code.ROOM_LOCKED: "Only staff write while the room is locked.",
    Code.CALM: "The room is calm for a while: new accounts only read until then.",
    Code.MUTED: "This person's writing in the room is paused.",
    Code.STEPPED_OUT: "This person is out of the room for a time.",
    Code.SLOW: "The room goes slowly: a time must pass between two messages of one person.",
    Code.RATE_LIMITED: "Too much in a short time: wait `retry_after`.",
    Code.BUSY: "The server has too much to do, and nothing was done: wait `retry_after`.",
    Code.RETRY: "Whether it was done is not known: send it again with the same `command_id`.",
    Code.EMPTY: "There is nothing in the text but space.",
    Code.TOO_LONG: "The text is too long. Nothing is ever cut off.",
    Code.BAD_TEXT: "The text has control characters, NUL or lone surrogates.",
    Code.TOO_LATE: "The time for this is over.",
    Code.GONE: "The message was taken back or taken down.",
    Code.NOTHING_TO_CHANGE: "It is so already.",
    Code.IDEMPOTENCY_CONFLICT: "The `command_id` was used before, for something else.",
    Code.NAME_INVALID: "The screen name cannot be taken as it is.",
    Code.NAME_TAKEN: "Somebody has this screen name, or one that looks the same.",
    Code.NEW_ACCOUNT_LINK: "A new account cannot post links yet.",
    Code.NEW_ACCOUNT_ROOMS: "A new account begins to write in a few rooms a day only.",
    Code.WRONG_LOGIN: "The name and the password are not those of one account.",
    Code.WEAK_PASSWORD: "The password is too short or too easily guessed.",
    Code.BAD_EMAIL: "This is no e-mail address.",
    Code.TOO_MANY_TRIES: "Too many tries that failed: wait `retry_after`.",
    Code.JOINING_PAUSED: "Nobody can join for a while; reading needs no account.",
    Code.TOO_YOUNG: "Only people of a certain age may join.",
    Code.NO_CONSENT: "Joining and writing need the consent to keep words about health.",
    Code.WRONG_CODE: "The recovery code is not that of this account.",
    Code.LINK_USED: "The link was used before, or its time is over.",
    Code.UNKNOWN_DROP_IN: "There is no such drop-in here, or none that this person may know of.",
    Code.NOT_YOUR_TURN: "A drop-in is live, and by its form it is not this person's turn to write.",
    Code.SHORT_PAUSE: "The drop-in has a short pause: hosts and staff alone write.",
    Code.TOO_EARLY: "It is too early for this: from `at` on it is possible.",
    Code.NOT_LIVE: "The drop-in is not live, or no longer.",
    Code.LINE_CLOSED: "The line takes no new places.",
    Code.IN_ANOTHER_LINE: "This person has a place in another line: one at a time.",
    Code.NO_PLACE: "This person has no place in this line, or none that this can be done with.",
    Code.ALREADY_CALLED: "Somebody was called already, perhaps by the other host.",
    Code.FLOOR_TAKEN: "Somebody has the floor.",
    Code.NOBODY_WAITS: "Nobody waits who could be called.",
    Code.UNCOVERED: "Nobody is beside the host: only a line or a circle of eight at most can open.",
    Code.NOT_EXPERT: "This needs a verified record that holds.",
    Code.BAD_SCHEDULE: "The schedule cannot be kept as it is; `why` says which part.",
    Code.TOO_MANY_TIMES: "The rule gives more sessions than may be scheduled at once.",
    Code.CLASH: "The host or the room has another drop-in at that time.",
    Code.EDITED_MEANWHILE: "Somebody saved this meanwhile: both texts are shown, nothing is lost.",
    Code.SERIES_STOPPED: "An admin has ended these sessions.",
    Code.TOO_MANY_QUESTIONS: "So many questions of this person wait for an answer already.",
}

CLOSE_CODES: dict[CloseCode, str] = {
    CloseCode.RESTARTING: "The server restarts: come back within `spread_ms`.",
    CloseCode.SLOW_CONSUMER: "The client read too slowly: come back and resume by cursor.",
    CloseCode.HEARTBEAT_LOST: "Nothing was heard from the client for too long.",
    CloseCode.OUT_OF_STEP: "The client should load its state afresh.",
    CloseCode.UNAUTHENTICATED: "The session has ended: sign in again.",
    CloseCode.BANNED: "The account was closed.",
    CloseCode.BAD_FRAME: "A frame was not JSON, not text, too large or in too many pieces.",
    CloseCode.PROTOCOL_TOO_OLD: "The client does not understand this protocol: load it afresh.",
    CloseCode.TOO_MANY_CONNECTIONS: "One person or one address has too many connections open.",
}

CLOSE_RULE = (
    "Codes 4000-4499, and 1001, 1006, 1012 and 1013, mean: come back. "
    "Codes 4500-4999 mean: do not, until something has changed."
)


def params_of(code: Code) -> dict[str, Param]:
    """The parameters that a refusal with this code carries, by name."""
    return {name: PARAM_MEANINGS[name] for name in PARAMS.get(code, ())}
