"""Tells a database that is away from a question that it cannot answer: the first is everybody's,
the second is only that question's. Knows no question.
"""

from sqlalchemy.exc import DBAPIError

from persistence.engines.port import DatabaseCrowded, DatabaseUnreachable

_AWAY = (OSError, DatabaseCrowded, DatabaseUnreachable)
_AWAY_STATES = ("08", "53", "57P")
"""How PostgreSQL's codes begin: the line is lost, it has no room, it stops or starts."""


def is_away(error: Exception) -> bool:
    """Whether the next question would fail as well: refused, cut, crowded, or silent for too long
    (TimeoutError, which is an OSError)."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, _AWAY)
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(_AWAY_STATES)
