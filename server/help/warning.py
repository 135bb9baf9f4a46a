"""What the operator is told of help lines that nobody has checked, or not for long."""

import datetime

from server.help.lines import FRESH_DAYS, shipped, stale


def of_lines(today: datetime.date) -> str | None:
    """What has to be looked at before people rely on the lines; None when nothing has to.
    Raises LinesFileError."""
    if shipped().from_copies:
        return (
            "The help lines were checked against stored copies of their sources: look up every one"
            " of them yourself, set `checked`, and take `from_copies` out of"
            " server/help/lines.toml."
        )
    return of_stale_lines(today)


def of_stale_lines(today: datetime.date) -> str | None:
    """One sentence that names them; None when all are fresh. Raises LinesFileError."""
    old = stale(shipped().lines, today)
    if not old:
        return None
    named = ", ".join(f"{line.country} {line.call or line.text or line.name.en}" for line in old)
    return (
        f"{len(old)} help lines were checked over {FRESH_DAYS} days ago, and people rely on them:"
        f" check them, and set `checked` in the file of lines ({named})."
    )
