"""Makes `rooms/names/confusables.txt` from the confusables.txt of Unicode (UTS 39).

Run by hand when Unicode has a new version: `python3 -m server.contracts.confusables FILE`.
"""

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

TABLE = Path(__file__).parents[2] / "rooms" / "names" / "confusables.txt"
LINE_LENGTH = 100

# Figures and signs that are read as letters (1 and | are in Unicode's own table).
LEETSPEAK = {"3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "l"}
# Small letters whose shape Unicode holds apart from the Latin one that a reader takes them for.
FURTHER = {
    **{"\u03b1": "a", "\u03b2": "b", "\u03b5": "e", "\u03b7": "n", "\u03b9": "i", "\u03ba": "k"},
    **{"\u03bc": "m", "\u03bd": "v", "\u03c4": "t", "\u03c5": "u", "\u03c7": "x", "\u03c9": "w"},
    **{"\u0432": "b", "\u043a": "k", "\u043c": "m", "\u043d": "h", "\u0442": "t", "\u0454": "e"},
    **{"\u00df": "b", "\u0138": "k", "\u0251": "a", "\u0261": "g", "\u028d": "m", "\u04cf": "l"},
}
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_ENCLOSED = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL|REGIONAL INDICATOR SYMBOL) LETTER ([A-Z])"
)

HEAD = """\
# Which characters look like which letters, for rooms/names/confusables.py. Generated: not edited.
# Each line: the letters (joined by +), then all that is taken for them, in hexadecimal.
# Changed from {origin}:
# folded to small letters without accents, without what normalisation already removes, with
# leetspeak and small capitals added.
# {copyright} Distributed under the Terms of Use in
# http://www.unicode.org/copyright.html; the licence is in docs/licences/unicode.txt.
"""


def main() -> None:
    source = Path(sys.argv[1]).read_text(encoding="utf-8-sig")
    TABLE.write_text(table(source), encoding="ascii")


def table(source: str) -> str:
    """The text of the table, from the text of Unicode's confusables.txt."""
    version = re.search(r"# Version: (\S+)", source)
    owner = re.search(r"# © (\d+) Unicode", source)
    if version is None or owner is None:
        raise ValueError("This is not Unicode's confusables.txt: no version or no copyright line.")
    head = HEAD.format(
        origin=f"Unicode's confusables.txt, version {version[1]} (UTS 39)",
        copyright=f"Copyright (c) {owner[1]} Unicode, Inc.",
    )
    return head + "".join(_lines(folded(prototypes(source))))


def prototypes(source: str) -> dict[str, str]:
    """What each character of the file is confusable with, as the file has it."""
    rows = (line.split("#")[0].split(";") for line in source.splitlines())
    return {
        _text(row[0]): _text(row[1]) for row in rows if len(row) > 1 and len(row[0].split()) == 1
    }


def folded(pairs: Mapping[str, str]) -> dict[str, str]:
    """Each look with the small letters it is taken for, where looking it up can matter."""
    looks = {**pairs, **_shapes(), **FURTHER, **LEETSPEAK}
    ended = {look: _letters(look, looks) for look in looks}
    return {
        look: letters
        for look, letters in ended.items()
        if letters and letters != look and unicodedata.normalize("NFKD", look) == look
    }


def _shapes() -> dict[str, str]:
    found = {}
    for character in map(chr, range(sys.maxunicode + 1)):
        name = unicodedata.name(character, "")
        if match := _SMALL_CAPITAL.fullmatch(name) or _ENCLOSED.fullmatch(name):
            found[character] = match[1].lower()
    return found


def _letters(look: str, looks: Mapping[str, str]) -> str:
    """Followed to its end: a capital's prototype is folded, which may be a look of its own."""
    text, seen = looks[look], {look}
    while text not in seen:
        seen.add(text)
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(looks.get(c, c) for c in plain if c.isalnum())
    return text.casefold().replace("rn", "m")


def _lines(pairs: Mapping[str, str]) -> Iterable[str]:
    by_letters: dict[str, list[str]] = defaultdict(list)
    for look, letters in pairs.items():
        by_letters[letters].append(look)
    for letters, looks in sorted(by_letters.items()):
        head = "+".join(f"{ord(c):x}" for c in letters)
        line = head
        for code in (f" {ord(look):x}" for look in sorted(looks)):
            if len(line) + len(code) > LINE_LENGTH:
                yield f"{line}\n"
                line = head
            line += code
        yield f"{line}\n"


def _text(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split())


if __name__ == "__main__":
    main()
