"""What the server says to people, in their language: the Fluent catalogues shared with the client.

Every language has every key, which is checked when they are loaded. Holds no text itself.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast
from starlette.requests import HTTPConnection

LOCALES = Path(__file__).parent.parent / "web_client" / "locales"
LANGUAGES = ("en", "es")
"""The first is spoken to those who ask for none of them."""


class TextMissing(Exception):
    """A key is not in the catalogue, or a language lacks a key that another one has."""


class Texts:
    """The catalogues of all languages, loaded once for this process."""

    def __init__(self, catalogues: Mapping[str, str]) -> None:
        """`catalogues`: all that each language says. Raises TextMissing."""
        self._bundles: dict[str, FluentBundle] = {}
        self.keys: frozenset[str] = frozenset()
        for language, source in catalogues.items():
            resource = FluentResource(source)
            self._check_keys(language, _keys(language, resource))
            # As the browser does it: names are isolated in the markup, by <bdi>.
            self._bundles[language] = FluentBundle([language], use_isolating=False)
            self._bundles[language].add_resource(resource)

    def t(self, language: str, key: str, /, **params: str | int) -> str:
        """The sentence for `key`. Raises TextMissing for a key or a parameter it lacks."""
        if key not in self.keys:
            raise TextMissing(f"no text for {key}")
        bundle = self._bundles[language]
        pattern = bundle.get_message(key).value
        assert pattern is not None, "a message that has only attributes is no key"
        said, errors = bundle.format_pattern(pattern, params)
        if errors:
            raise TextMissing(f"{language} cannot say {key}: {errors[0]}")
        return str(said)

    def _check_keys(self, language: str, keys: frozenset[str]) -> None:
        if self._bundles and keys != self.keys:
            lacking = ", ".join(sorted(keys ^ self.keys))
            raise TextMissing(f"not in every language ({language} differs): {lacking}")
        self.keys = keys


@cache
def load(folder: Path = LOCALES) -> Texts:
    """The catalogues of `LANGUAGES`, read once in a process. Raises TextMissing when they differ in
    keys."""
    return Texts({language: _catalogue(folder / language) for language in LANGUAGES})


def _catalogue(folder: Path) -> str:
    """A file for each part of the product; together they are one catalogue."""
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.ftl")))


def language_of(connection: HTTPConnection) -> str:
    """The language asked for: by the `lang` cookie, else by Accept-Language (RFC 9110, 12.5.4)."""
    chosen = connection.cookies.get("lang")
    if chosen in LANGUAGES:
        return chosen
    wishes = connection.headers.get("accept-language", "").lower().split(",")
    for language in sorted(map(_wish, wishes), reverse=True):
        if language[1] in LANGUAGES and language[0] > 0:
            return language[1]
    return LANGUAGES[0]


def _wish(text: str) -> tuple[float, str]:
    """How much a language is wanted, and its primary subtag."""
    tag, _, weight = text.partition(";")
    try:
        wanted = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        wanted = 0.0
    return wanted, tag.strip().partition("-")[0]


def _keys(language: str, resource: ast.Resource) -> frozenset[str]:
    junk = [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    if junk:
        raise TextMissing(
            f"the catalogue {language} is not Fluent near: {(junk[0].content or '').strip()[:60]}"
        )
    return frozenset(
        entry.id.name for entry in resource.body if isinstance(entry, ast.Message) and entry.value
    )
