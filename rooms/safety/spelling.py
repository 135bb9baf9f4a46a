"""Words as they were meant: without accents and capitals, and how many slips part two of them."""

import re
import unicodedata


def words_of(text: str) -> tuple[str, ...]:
    """The words in order, in small letters without accents."""
    return tuple(re.findall(r"[^\W_]+", plain(text)))


def plain(text: str) -> str:
    """The text in small letters without accents (NFKD, UAX 15)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slips(one: str, other: str) -> int:
    """The least number of letters to add, leave out, change or swap with the next one
    (Damerau and Levenshtein's distance, no part changed twice)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, against in enumerate(other, 1):
            cost = min(
                above[column] + 1, here[column - 1] + 1, above[column - 1] + (letter != against)
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, above = above, here
    return above[-1]
