"""The contracts as a person reads them: tables of fields, made from the same declared types.

Plain values for the template; knows no HTML.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from msgspec import inspect

from rooms.commands import Command
from rooms.refusals import Code
from server.api.endpoint import Access, Endpoint
from server.contracts import declared, meanings, typescript
from server.contracts.declared import Shape
from server.errors import STATUS
from server.wires.close_codes import CloseCode


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a shape: its type as TypeScript writes it, and what bounds it."""

    name: str
    kind: str
    required: bool
    bounds: str


@dataclass(frozen=True, slots=True)
class Described:
    """A struct: a command, a frame, an event or a part of one."""

    name: str
    title: str
    text: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Words:
    """An enumeration and its values, in the order they are declared."""

    title: str
    text: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP endpoint."""

    anchor: str
    method: str
    path: str
    summary: str
    text: str
    signed_in: bool
    parameters: Sequence[Field]
    body: Sequence[str]
    result: Sequence[str]
    status: int
    refusals: Sequence[Code]


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal code, with its HTTP status and its parameters in words."""

    code: Code
    status: int
    text: str
    params: Sequence[str]


@dataclass(frozen=True, slots=True)
class Closed:
    """One close code."""

    code: CloseCode
    text: str


def described(kinds: Iterable[type[msgspec.Struct]]) -> list[Described]:
    known = inspect.multi_type_info(kinds)
    return [_described(kind) for kind in known if isinstance(kind, inspect.StructType)]


def parts(shapes: Iterable[Shape]) -> list[Described]:
    """The structs inside those shapes that have no list of their own: acts on a line have a `type`,
    and are no commands."""
    listed = {*declared.kinds(Command), *declared.FRAMES, *declared.EVENTS}
    found = typescript.structs(inspect.multi_type_info(shapes))
    return [_described(kind) for kind in found if kind.cls not in listed]


def words(shapes: Iterable[Shape]) -> list[Words]:
    """The enumerations inside those shapes."""
    return [_words(kind) for kind in typescript.enums(inspect.multi_type_info(shapes))]


def calls(endpoints: Iterable[Endpoint]) -> list[Call]:
    return [_call(endpoint) for endpoint in endpoints]


def refusals() -> list[Refused]:
    return [_refused(code) for code in Code]


def close_codes() -> list[Closed]:
    return [Closed(code, meanings.CLOSE_CODES[code]) for code in CloseCode]


def shapes_of(endpoints: Iterable[Endpoint]) -> list[Shape]:
    """What the bodies and results of these endpoints are made of."""
    shapes = [shape for one in endpoints for shape in (one.body, one.result) if shape is not None]
    return list(dict.fromkeys(shapes))


def _call(endpoint: Endpoint) -> Call:
    summary, _, text = declared.running_text(endpoint.documentation).partition("\n\n")
    given = [fields for fields in (endpoint.path_fields, endpoint.query) if fields is not None]
    return Call(
        anchor=endpoint.operation,
        method=endpoint.method,
        path=endpoint.path,
        summary=summary,
        text=text,
        signed_in=endpoint.access is Access.SIGNED_IN,
        parameters=[field for kind in described(given) for field in kind.fields],
        body=_titles(endpoint.body),
        result=_titles(endpoint.result),
        status=endpoint.status,
        refusals=endpoint.codes,
    )


def _titles(shape: Shape | None) -> list[str]:
    if shape is None:
        return []
    return [kind.__name__ for kind in declared.client_kinds(shape)]


def _described(kind: inspect.StructType) -> Described:
    return Described(
        name=declared.wire_type(kind.cls) if kind.tag_field else kind.cls.__name__,
        title=kind.cls.__name__,
        text=declared.prose(kind.cls),
        fields=[
            Field(
                field.encode_name,
                typescript.type_name(field.type),
                field.required,
                _bounds(field.type),
            )
            for field in kind.fields
        ],
    )


def _bounds(kind: inspect.Type) -> str:
    """What a value must keep to beyond its type, in a few words; "" for nothing."""
    match kind:
        case inspect.StrType(pattern=str(pattern)):
            return pattern
        case inspect.StrType(min_length=least, max_length=most) if most is not None:
            return f"{least or 0} to {most} code points"
        case inspect.IntType(ge=least, le=most) if most is not None:
            return f"{least} to {most}"
        case inspect.UnionType(types=types):
            return next((text for one in types if (text := _bounds(one))), "")
    return ""


def _words(kind: type[enum.Enum]) -> Words:
    return Words(kind.__name__, declared.prose(kind), [str(member.value) for member in kind])


def _refused(code: Code) -> Refused:
    params = meanings.params_of(code).items()
    told = [f"{name}: {param.meaning}" for name, param in params]
    return Refused(code, STATUS[code], meanings.REFUSALS[code], told)
