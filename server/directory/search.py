"""Finding a room by the words a person has for it, in English and Spanish at once.

Pure: values in, rooms out. What was searched for is a health fact and is kept nowhere.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from rooms.ids import RoomId
from rooms.safety.spelling import slips, words_of
from server.directory.words import forms, letters_of, slips_allowed, telling

LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_WORD = 30
SHORTEST_PREFIX = 3

# A room called so, then one known as so, then one whose texts hold the word, then its beginning,
# then one slip away. A word of the purpose or the theme is worth less than one of the name.
_CALLED, _KNOWN_AS = 300.0, 200.0
_EXACT, _PREFIX, _SLIP = 1.0, 0.6, 0.2
# A word says more where it says all.
_WHOLE = 5.0
_IN_NAME, _IN_SYNONYM, _IN_THEME, _IN_PURPOSE = 100.0, 95.0, 40.0, 30.0


class Findable(msgspec.Struct, frozen=True):
    """All that is said of a room, in every language. Earlier rooms win where two are as good."""

    room: RoomId
    names: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Index:
    """`words`: what each word says about which rooms. `spelt`: the words that share a form.
    `letters`: those of names and synonyms, where a slip is forgiven. `called`: what a room is
    called as a whole, and what that is worth."""

    words: dict[str, dict[RoomId, float]] = field(default_factory=dict)
    spelt: dict[str, set[str]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    called: dict[RoomId, list[tuple[tuple[str, ...], float]]] = field(default_factory=dict)

    def add(self, room: RoomId, text: str, worth: float) -> tuple[str, ...]:
        """Note the text's words for the room; returns those that tell something."""
        every = words_of(text)
        words = telling(every)
        for word in words:
            worth_here = worth + _WHOLE / len(every)
            places = self.words.setdefault(word, {})
            places[room] = max(worth_here, places.get(room, 0.0))
            if worth >= _IN_SYNONYM:
                self.letters[word] = letters_of(word)
            for form in forms(word):
                self.spelt.setdefault(form, set()).add(word)
        return words


def search(query: str, rooms: tuple[Findable, ...]) -> list[RoomId]:
    """The rooms that answer the query, best first; none for a query that says nothing.

    Rooms that answer more of its words come first. A slip is forgiven only in a word that is
    nowhere as it was typed, and only against names and synonyms.
    """
    asked = telling(words_of(query[:LONGEST_QUERY]))[:MOST_WORDS]
    wanted = tuple(word[:LONGEST_WORD] for word in asked)
    index = _indexed(rooms)
    hits: defaultdict[RoomId, int] = defaultdict(int)
    worth: defaultdict[RoomId, float] = defaultdict(float)
    for word in dict.fromkeys(wanted):
        for room, value in _matches(index, word).items():
            hits[room] += 1
            worth[room] += value
    for room in worth:
        worth[room] += _called_so(index, room, wanted)
    order = {one.room: place for place, one in enumerate(rooms)}
    return sorted(worth, key=lambda room: (-hits[room], -worth[room], order[room]))


# 10 ms for a hundred rooms, which change with an import only. Nothing of a query is in it.
@functools.lru_cache(maxsize=1)
def _indexed(rooms: tuple[Findable, ...]) -> _Index:
    index = _Index()
    for one in rooms:
        names = [(index.add(one.room, name, _IN_NAME), _CALLED) for name in one.names]
        known = [(index.add(one.room, word, _IN_SYNONYM), _KNOWN_AS) for word in one.synonyms]
        index.called[one.room] = names + known
        for text in one.themes:
            index.add(one.room, text, _IN_THEME)
        for text in one.purposes:
            index.add(one.room, text, _IN_PURPOSE)
    return index


def _matches(index: _Index, word: str) -> dict[RoomId, float]:
    """How well each room answers one word."""
    found: dict[RoomId, float] = {}
    _credit(found, index, _spelt_so(index, word), _EXACT)
    if len(word) >= SHORTEST_PREFIX:
        begun = (known for known in index.words if known.startswith(word))
        _credit(found, index, begun, _PREFIX)
    if not found:
        _credit(found, index, _slips_away(index, word), _SLIP)
    return found


def _credit(found: dict[RoomId, float], index: _Index, words: Iterable[str], share: float) -> None:
    for word in words:
        for room, worth in index.words[word].items():
            found[room] = max(worth * share, found.get(room, 0.0))


def _spelt_so(index: _Index, word: str) -> set[str]:
    return {known for form in forms(word) for known in index.spelt.get(form, ())}


def _slips_away(index: _Index, word: str) -> Iterator[str]:
    allowed = slips_allowed(word)
    letters = letters_of(word)
    for known, its in index.letters.items():
        near = abs(len(known) - len(word)) <= allowed and slips_allowed(known) > 0
        # A cheap look first: measuring every word takes many times as long.
        if near and (its ^ letters).bit_count() <= 2 * allowed and slips(word, known) <= allowed:
            yield known


def _called_so(index: _Index, room: RoomId, wanted: tuple[str, ...]) -> float:
    """What it is worth that the whole query is what the room is called."""
    return max(
        (
            worth
            for words, worth in index.called[room]
            if len(words) == len(wanted)
            and all(forms(one) & forms(other) for one, other in zip(words, wanted, strict=True))
        ),
        default=0.0,
    )
