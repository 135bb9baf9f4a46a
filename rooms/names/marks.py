"""Marks on letters: accents that can be piled up, as against vowel signs that spell a word."""

import unicodedata

import regex

MOST_MARKS_PER_LETTER = 2
MOST_MARKS = 6
# A vowel sign, a second one, a tone and a final: what Burmese and Khmer need at the most.
MOST_SIGNS_PER_LETTER = 4

# Overlays; Hebrew and Arabic points; everything attached above and below. Not: nukta (7), the
# kana voicing marks (8), virama (9) and the vowels and tones of South-East Asia (84 to 132), which
# make another letter or another syllable.
_ACCENT_CLASSES = frozenset({1, *range(10, 37), *range(200, 256)})
# A mark with nothing to stand on, and the same mark twice.
_LOOSE_OR_DOUBLED = regex.compile(r"(?:^|\s)\p{M}|(\p{M})\1")


def is_accent(character: str) -> bool:
    """Whether the character only decorates the letter before it."""
    return (
        unicodedata.combining(character) in _ACCENT_CLASSES
        or unicodedata.category(character) == "Me"
    )


def is_piled_up(name: str) -> bool:
    """Whether there are more marks than any language puts on its letters ("zalgo").

    Marks that Unicode has composed with their letter count where they pile up on that one letter,
    and not towards the total: a Vietnamese name may have one on every letter.
    """
    if _LOOSE_OR_DOUBLED.search(name) or sum(map(is_accent, name)) > MOST_MARKS:
        return True
    accents = signs = 0
    for character in unicodedata.normalize("NFD", name):
        is_mark = unicodedata.category(character).startswith("M")
        signs = signs + 1 if is_mark else 0
        accents = accents + is_accent(character) if is_mark else 0
        if accents > MOST_MARKS_PER_LETTER or signs > MOST_SIGNS_PER_LETTER:
            return True
    return False
