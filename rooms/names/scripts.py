"""One name, one alphabet: UTS 39's "highly restrictive" level, over the scripts in use today.

A name that mixes alphabets is how one name is made to look like another. Japanese, Korean and
Chinese names may stand beside Latin letters, as they do in life.
"""

import regex

# UAX 31, table 5 (recommended) and table 7 (limited use, but alive); historic scripts are left
# out: nobody writes them, and they are full of shapes that look like Latin letters.
_RECOMMENDED = (
    "Latin Cyrillic Greek Arabic Hebrew Devanagari Han Hangul Thai Bengali Tamil Telugu "
    "Georgian Armenian Ethiopic Gujarati Gurmukhi Kannada Malayalam Oriya Sinhala Khmer Lao "
    "Myanmar Tibetan Thaana Bopomofo Hiragana Katakana "
)
_LIMITED = (
    "Adlam Balinese Bamum Batak Canadian_Aboriginal Chakma Cham Cherokee Hanifi_Rohingya "
    "Javanese Kayah_Li Lepcha Limbu Lisu Mandaic Meetei_Mayek Miao Mongolian New_Tai_Lue Newa "
    "Nko Nyiakeng_Puachue_Hmong Ol_Chiki Osage Saurashtra Sundanese Syloti_Nagri Syriac "
    "Tai_Le Tai_Tham Tai_Viet Tifinagh Vai Wancho Yi "
)
_TOGETHER = (
    ("Latin", "Han", "Hiragana", "Katakana"),
    ("Latin", "Han", "Bopomofo"),
    ("Latin", "Han", "Hangul"),
)


def _written_in(*scripts: str) -> str:
    allowed = "".join(rf"\p{{scx={script}}}" for script in (*scripts, "Common", "Inherited"))
    return f"[{allowed}]*+"


_ONE_ALPHABET = regex.compile(
    "|".join(
        [
            *map(_written_in, f"{_RECOMMENDED}{_LIMITED}".split()),
            *(_written_in(*group) for group in _TOGETHER),
        ]
    )
)


def is_one_alphabet(name: str) -> bool:
    """Whether all letters belong to one script, or to a set that is written together."""
    return _ONE_ALPHABET.fullmatch(name) is not None
