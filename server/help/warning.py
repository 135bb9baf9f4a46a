"""What the operator is told of help lines that nobody has checked, or not for long."""

import datetime
from collections.abc import Iterable

from server.failure import Failure
from server.help.declared import HelpLines, Line
from server.help.lines import FRESH_DAYS, shipped, stale


def refuse_unusable(held: HelpLines, today: datetime.date) -> None:
    """Raise Failure where the page "Get help" has nothing to show, or a check is not yet made."""
    if not any(line.checked for line in held.lines):
        raise Failure("no line is shown: look each one up, and set `checked` to that day.")
    early = [line for line in held.lines if line.checked and line.checked > today]
    if early:
        raise Failure(f"`checked` is a day that has not come yet: {_named(early)}.")


def of_lines(today: datetime.date) -> str | None:
    """What has to be looked at before people rely on the lines; None when nothing has to.
    Raises LinesFileError."""
    copies = (
        "The help lines were checked against stored copies of their sources: look up every one"
        " of them yourself, set `checked`, and take `from_copies` out of"
        " server/help/lines.toml."
    )
    advice = (copies if shipped().from_copies else None, of_stale_lines(today))
    return " ".join(filter(None, advice)) or None


def of_stale_lines(today: datetime.date) -> str | None:
    """One sentence that names them; None when all are fresh. Raises LinesFileError."""
    old = stale(shipped().lines, today)
    if not old:
        return None
    return (
        f"{len(old)} help lines were checked over {FRESH_DAYS} days ago, and people rely on them:"
        f" check them, and set `checked` in the file of lines ({_named(old)})."
    )


def _named(lines: Iterable[Line]) -> str:
    return ", ".join(f"{line.country} {line.call or line.text or line.name.en}" for line in lines)
