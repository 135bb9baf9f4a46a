"""When one name can be taken for another: the same look, or one slip of the pen from it."""

from collections.abc import Iterable

from rooms.names.looks import looks

# Of two names with fewer letters, one slip makes another name: Ana, Eva.
_NEAR_FROM_LETTERS = 4


def resembles(name: str, others: Iterable[str]) -> bool:
    """Whether the name could be taken for one of the others: for telling staff apart from all else.

    A name with fewer than four letters only resembles what looks the same.
    """
    mine = looks(name)
    return any(is_near(one, other) for whom in others for other in looks(whom) for one in mine)


def is_near(one: str, other: str) -> bool:
    """Whether two looks are equal or, from four letters on, one edit apart.

    An edit is a letter more, less or other, or two neighbours in the wrong order.
    """
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _NEAR_FROM_LETTERS:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None or one[at + 1 :] == other[at + 1 :]:
        return True
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer[at + 1 :] == shorter[at:]
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
