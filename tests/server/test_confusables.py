"""The table of look-alikes is what the generator makes of Unicode's file."""

import pytest

from rooms.names.confusables import confusables
from server.contracts.confusables import TABLE, folded, prototypes, table

SOURCE = """\ufeff# confusables.txt
# © 2020 Unicode®, Inc.
# Version: 13.0.0

0430 ;\t0061 ;\tMA
0410 ;\t0041 ;\tMA
00F8 ;\t006F 0338 ;\tMA
0031 ;\t006C ;\tMA
006D ;\t0072 006E ;\tMA
1D41A ;\t0061 ;\tMA\t# normalisation removes it
0027 0027 ;\t0022 ;\tMA\t# a pair of signs
002E ;\t02F4 ;\tMA\t# no letter
"""


def test_letters_are_folded_to_small_ones_without_accents() -> None:
    found = folded(prototypes(SOURCE))
    assert {found[c] for c in "\u0430\u0410@4\u1d00\U0001f170"} == {"a"}
    assert found["\u00f8"] == "o"
    assert found["1"] == "l"
    assert not {"m", "\U0001d41a", "''", "."} & found.keys()


def test_shipped_table_was_made_by_the_generator_and_says_whose_it_is() -> None:
    text = TABLE.read_text(encoding="ascii")
    head = text[: text.index("\n61 ")]
    assert "version 13.0.0 (UTS 39)" in head
    assert "Unicode, Inc." in head
    made = table(SOURCE).splitlines()
    assert set(made[:6]) <= set(text.splitlines())
    assert all(len(line) <= 100 for line in text.splitlines())


def test_table_reads_back_as_it_was_written() -> None:
    looks = confusables()
    assert looks[0x0430] == "a"
    assert looks[0x31] == "l"
    assert len(looks) > 2000
    assert not [letters for letters in looks.values() if not letters.isalnum()]


def test_file_without_a_version_is_not_taken() -> None:
    with pytest.raises(ValueError, match="no version"):
        table("0430 ;\t0061 ;\tMA\n")
