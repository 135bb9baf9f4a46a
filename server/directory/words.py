"""What two spellings of a word have in common: accents, case, plurals, one slip of the finger.

Pure, and the same for English and Spanish, so that nobody has to say which one they type.
"""

from rooms.safety.spelling import words_of

SHORTEST_WITH_A_SLIP = 4
SHORTEST_WITH_TWO_SLIPS = 8


_STOP_WORDS = frozenset(
    words_of(
        """
        a about am an and are as at be been do does feel feeling feelings for from got had has
        have having help how i in is it living me my need of on or our people person room rooms
        somebody someone suffer suffering support talk the their there they to we what who with
        you your

        a al algo alguien así como con cuál cual de del donde e el ella en era es esta estoy fue
        gente ha hablar hay he la las le lo los me mi mis muy necesito no o para pero persona
        personas por porque que quien sala salas se ser si sin sobre son soy sufro su sus tengo
        tener tiene u un una unas uno unos vivir vivo y ya yo
        """
    )
)


def telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that say nothing about what is looked for."""
    return tuple(word for word in words if word not in _STOP_WORDS)


def forms(word: str) -> frozenset[str]:
    """The word and what it may be the plural of: two words are the same if they share a form."""
    found = {word}
    if len(word) >= 4 and word.endswith("s"):
        found.add(word[:-1])
        if len(word) >= 5 and word.endswith("es"):
            found.add(word[:-2])
        if len(word) >= 5 and word.endswith("ies"):
            found.add(word[:-3] + "y")
    return frozenset(found)


def slips_allowed(word: str) -> int:
    """How many slips of the finger may part this word from the one that was meant."""
    if len(word) < SHORTEST_WITH_A_SLIP:
        return 0
    return 1 if len(word) < SHORTEST_WITH_TWO_SLIPS else 2


def letters_of(word: str) -> int:
    """The set of the word's letters as bits: one slip changes at most two of them."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
