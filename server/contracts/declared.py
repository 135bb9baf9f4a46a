"""The declared types of the wire, as every contract shows them: what clients may send, what the
server sends, with the words of their docstrings. Knows no document format."""

import inspect
import re
from collections.abc import Iterable
from typing import Any, Union, get_args

import msgspec

from rooms.commands import Command, HouseOnly
from rooms.events import Event
from server.talk.frames import Frame

Shape = object
Schema = dict[str, Any]


def kinds(shape: Shape) -> tuple[type[msgspec.Struct], ...]:
    """The structs of a union, in the order they are declared; of one struct, itself."""
    return get_args(shape) or (shape,)


def client_kinds(shape: Shape) -> tuple[type[msgspec.Struct], ...]:
    """The structs of a union that a client may send: what only the house submits is left out of
    every contract."""
    return tuple(kind for kind in kinds(shape) if kind not in kinds(HouseOnly))


def from_clients(shape: Shape) -> Shape:
    """The shape as a client may send it."""
    return Union[client_kinds(shape)]  # noqa: UP007  # built from a tuple


COMMANDS = client_kinds(Command)
FRAMES = kinds(Frame)
EVENTS = kinds(Event)


def wire_type(kind: type[msgspec.Struct]) -> str:
    """The struct's `type` on the wire."""
    return str(kind.__struct_config__.tag)


def answers(kind: type[msgspec.Struct]) -> bool:
    """Whether it carries a `ref`: a request, or the answer to one."""
    return "ref" in kind.__struct_fields__


def prose(documented: object) -> str:
    """Its own docstring as running text; "" without one."""
    return running_text(getattr(documented, "__doc__", None) or "")


def running_text(docstring: str) -> str:
    """One line a paragraph, and None called by its name in JSON."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(docstring))
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    return re.sub(r"\bNone\b", "null", text)


def schemas(shapes: Iterable[Shape]) -> tuple[list[Schema], dict[str, Schema]]:
    """A JSON Schema (2020-12) for each shape, and by name those that they refer to."""
    roots, named = msgspec.json.schema_components(
        shapes, ref_template="#/components/schemas/{name}"
    )
    return list(roots), {name: _described(schema) for name, schema in sorted(named.items())}


def _described(schema: Schema) -> Schema:
    if "description" not in schema:
        return schema
    return {**schema, "description": running_text(schema["description"])}
