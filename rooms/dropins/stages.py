"""Where a drop-in stands: what is stored, and what the clock makes of it."""

import enum

LOBBY_MS = 15 * 60_000
"""So long before its time people come in, and the host may begin."""
LATE_MS = 5 * 60_000
"""So long after its time it is said that the host is late, and substitutes are called."""
UNHOSTED_MS = 15 * 60_000
"""So long after its time, or after its host went away, the room is an ordinary one again."""
AWAY_MS = 30_000
"""A host who was not seen for so long is away."""
GRACE_MS = 3 * 60_000
"""So long an absent host keeps the session before a co-host or a moderator takes it."""
SPEAKER_GRACE_MS = 90_000
"""Who has the floor and was not seen for so long has a pause: the place is kept."""
WRAPPING_MS = 5 * 60_000
OVERRUN_MS = 15 * 60_000
"""A session whose time is over goes on for so long while somebody has the floor."""
UNDO_MS = 60_000
"""So long who ended a session may open it again."""
WELL_EVERY_MS = 15 * 60_000
"""The host is asked so often whether all is well."""
WELL_ANSWER_MS = 3 * 60_000
"""No answer for so long calls a moderator; so does a call for help that nobody took say so."""
CALL_TAKEN_MS = 15 * 60_000
"""So long a call belongs to who has taken it on; then it waits for somebody again."""
HANDOVER_MS = 60_000
"""A hand-over that is not accepted for so long is off."""


class State(enum.StrEnum):
    """What is stored of a session. It moves forward only, but for an undone end."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"
    UNHOSTED = "unhosted"
    """Its host did not come, or went away: the room became an ordinary one."""
    CANCELLED = "cancelled"


class Stage(enum.StrEnum):
    """What a person is told: the state and the clock together (experience, section 4)."""

    SCHEDULED = "scheduled"
    LOBBY = "lobby"
    LATE = "late"
    LIVE = "live"
    HOST_AWAY = "host_away"
    WRAPPING = "wrapping"
    OVERRUN = "overrun"
    ENDED = "ended"
    ANSWERED = "answered"
    UNHOSTED = "unhosted"
    CANCELLED = "cancelled"
