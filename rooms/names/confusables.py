"""Which characters look like which letters: Unicode's table, read once from the file beside this.

The file is generated (`python3 -m server.contracts.confusables`); nobody edits it.
"""

import functools
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType


@functools.cache
def confusables() -> Mapping[int, str]:
    """The small letters that each character is taken for, by code point, for `str.translate`."""
    source = files(__package__).joinpath("confusables.txt").read_text(encoding="ascii")
    lines = (line.split() for line in source.splitlines() if not line.startswith("#"))
    return MappingProxyType(
        {
            int(look, 16): "".join(chr(int(letter, 16)) for letter in letters.split("+"))
            for letters, *looks in lines
            for look in looks
        }
    )
