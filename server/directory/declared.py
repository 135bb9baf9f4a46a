"""What stands in a rooms file: `[[theme]]`, `[[room]]`, and the rule of each field in words.

Shapes alone: where a table stands, and what it refers to, is asked elsewhere.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from persistence.rooms import RoomSpec, Whom
from persistence.themes import ThemeSpec
from rooms.commands import SLOWEST_PACE_SECONDS
from rooms.ids import TreeId
from rooms.permissions import Readers

FEWEST_SYNONYMS = 3
_ONE_LINE = r"^\S(.*\S)?$"

Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
Name = Annotated[str, Meta(pattern=_ONE_LINE, min_length=2, max_length=60)]
Purpose = Annotated[str, Meta(pattern=_ONE_LINE, min_length=2, max_length=200)]
Synonym = Annotated[str, Meta(pattern=_ONE_LINE, min_length=2, max_length=40)]
Rule = Annotated[str, Meta(pattern=_ONE_LINE, min_length=2, max_length=200)]
Synonyms = Annotated[tuple[Synonym, ...], Meta(min_length=FEWEST_SYNONYMS, max_length=40)]
Rules = Annotated[tuple[Rule, ...], Meta(min_length=1, max_length=10)]


class _Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file: a field nobody knows is a mistake of the writer's."""


class Names(_Declared, frozen=True, kw_only=True):
    """A name in each language of the service."""

    en: Name
    es: Name


class Purposes(_Declared, frozen=True, kw_only=True):
    """One line about whom the room is for, in each language of the service."""

    en: Purpose
    es: Purpose


class PlainWords(_Declared, frozen=True, kw_only=True):
    """What people call it who do not know its name, in each language of the service."""

    en: Synonyms
    es: Synonyms

    def __post_init__(self) -> None:
        for words in (self.en, self.es):
            if len(set(words)) < len(words) or any(word != word.lower() for word in words):
                raise ValueError("twice, or in capitals")


class HouseRules(_Declared, frozen=True, kw_only=True):
    """The room's own rules, short sentences, in each language of the service."""

    en: Rules
    es: Rules


class DeclaredTheme(_Declared, frozen=True, kw_only=True):
    """One `[[theme]]`; without `parent` it is a root."""

    key: Key
    parent: Key | None = None
    name: Names

    def spec(self, position: int, tree: TreeId) -> ThemeSpec:
        """The theme at this place in the file, as it is stored."""
        names = msgspec.structs.asdict(self.name)
        return ThemeSpec(
            key=self.key, parent=self.parent, tree=tree, position=position, names=names
        )


class DeclaredRoom(_Declared, frozen=True, kw_only=True):
    """One `[[room]]`. `key` is how the operator calls it, never shown; a file that has the same
    key again later changes that room. `languages` are those people write in there, the room's own
    first. `caregivers` and `moved_to` are keys of rooms."""

    key: Key
    theme: Key
    name: Names
    purpose: Purposes
    synonyms: PlainWords
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=10)]
    whom: Whom
    readers: Readers
    sensitive: bool = False
    rules: HouseRules | None = None
    pace_seconds: Annotated[int, Meta(ge=0, le=SLOWEST_PACE_SECONDS)] = 0
    caregivers: Key | None = None
    moved_to: Key | None = None

    def spec(self, position: int, tree: TreeId) -> RoomSpec:
        """The room at this place in the file, as it is stored."""
        return RoomSpec(
            key=self.key,
            theme=self.theme,
            tree=tree,
            position=position,
            names=msgspec.structs.asdict(self.name),
            purposes=msgspec.structs.asdict(self.purpose),
            synonyms=msgspec.structs.asdict(self.synonyms),
            rules=msgspec.structs.asdict(self.rules) if self.rules else {},
            languages=self.languages,
            whom=self.whom,
            readers=self.readers,
            pace_ms=self.pace_seconds * 1000,
            sensitive=self.sensitive,
            caregivers=self.caregivers,
            moved_to=self.moved_to,
        )


_A_KEY = "must be small letters and digits, with hyphens between, at most 64 of them"

RULES: Mapping[str, str] = {
    "key": f"`key` {_A_KEY}",
    "parent": f"`parent` is the key of a theme, and {_A_KEY}",
    "theme": f"`theme` is the key of a theme, and {_A_KEY}",
    "caregivers": f"`caregivers` is the key of a room, and {_A_KEY}",
    "moved_to": f"`moved_to` is the key of a room, and {_A_KEY}",
    "name": "`name` must have 2 to 60 letters on one line in `name.en` and in `name.es`",
    "purpose": "`purpose` must have 2 to 200 letters on one line in each language",
    "synonyms": f"`synonyms` must list, in each language, {FEWEST_SYNONYMS} to 40 different words"
    " in small letters",
    "rules": "`rules` must list, in each language, 1 to 10 sentences of at most 200 letters",
    "languages": '`languages` must list codes such as "en" or "es", the room\'s own first',
    "whom": f"`whom` must be one of {', '.join(Whom)}",
    "readers": f"`readers` must be one of {', '.join(Readers)}",
    "sensitive": "`sensitive` must be true or false, without quotes",
    "pace_seconds": f"`pace_seconds` must be a whole number from 0 to {SLOWEST_PACE_SECONDS}",
}
"""What each field takes, as it is said to whoever wrote something else."""
