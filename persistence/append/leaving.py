"""What is written when somebody leaves for good: of the person only the member ids stay."""

from collections.abc import Iterator

from persistence.append.statements import Statement, Write
from rooms.ids import AccountId

HELD_FOR_MS = 90 * 24 * 3600 * 1000
"""For so long nobody else gets a name that was given up, nor one that looks like it."""
MOST_HELD = 20
"""Of one person, the last ones: nobody keeps a whole list of names from everybody else."""


def leaving(account: AccountId, now: int) -> Iterator[Write]:
    """The rows of an account that ends. Its messages stay, under no name."""
    yield Statement.LEAVE, (account,)
    yield Statement.REVOKE_SESSIONS, (account, now)
    yield Statement.HOLD_ALL_NAMES, (account, now + HELD_FOR_MS)
    for forget in (
        Statement.FORGET_NAMES,
        Statement.CLEAR_ROLES,
        Statement.FORGET_LINKS,
        Statement.FORGET_MARKERS,
        Statement.FORGET_NOTICES,
        Statement.FORGET_FIRST,
        Statement.END_DUTY,
        Statement.FORGET_PLACES,
        Statement.FORGET_REPLIES,
        Statement.FORGET_QUESTIONS,
        Statement.FORGET_COMING,
        Statement.FORGET_SEEN,
        Statement.FORGET_DEBRIEFS,
        Statement.FORGET_RECORD,
        Statement.FORGET_FEED,
        Statement.FORGET_CALLS,
        Statement.SEND_NOTHING,
    ):
        yield forget, (account,)
