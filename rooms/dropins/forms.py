"""The four forms a drop-in can take, and who may write in each while it is live.

What else decides (roles, pauses, pace) is asked elsewhere; this is about turns alone.
"""

import enum


class Form(enum.StrEnum):
    OPEN_HOUR = "open_hour"
    """Everybody talks; slowly when it is busy."""
    LINE = "line"
    """One person at a time is with the host; the others read, and wait in line."""
    CIRCLE = "circle"
    """One share at a time. Between two shares everybody answers; meanwhile replies are held."""
    QUESTIONS = "questions"
    """Questions are asked aside; the hosts answer them in the room or in writing."""


HAS_LINE = frozenset({Form.LINE, Form.CIRCLE})
"""The forms in which people wait for the floor."""

UNCOVERED_FORMS = HAS_LINE
"""The forms in which a host without a second person may open."""

MOST_UNCOVERED = 8
"""So many places at most where nobody is beside the host."""


class Shown(enum.StrEnum):
    """How a question may appear in the room: only as its asker has ticked."""

    NO = "no"
    UNNAMED = "unnamed"
    NAMED = "named"
