"""JSON that breaks what reads it: as whole documents, and in the place of each field of whatever
the server decodes. Knows how shapes are declared, and nothing of what they are for.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import inspect

from rooms.ids import new_public_id

OPAQUE_ID = "0123456789abcdef" * 2
DEEP = 10_000
DIGITS = 5_000
_HERE = "@here@"

NO_JSON: Mapping[str, bytes] = {
    "nothing": b"",
    "a word": b"hello",
    "half an object": b'{"type":',
    "NaN alone": b"NaN",
    "NaN inside": b'{"type":"mark_read","ref":NaN}',
    "Infinity": b'{"type":"mark_read","ref":-Infinity}',
    "a BOM before it": b'\xef\xbb\xbf{"type":"watch_attention"}',
    "half an object, many times": b'{"type":' * 4_000,
    "objects nested without end": b'{"a":' * (DEEP // 4) + b"1" + b"}" * (DEEP // 4),
    "UTF-16": '{"type":"watch_attention"}'.encode("utf-16"),
    "a surrogate in UTF-8": b'{"type":"\xed\xa0\x80"}',
    "a comment": b'{"type":"watch_attention"/**/}',
    "a comma too many": b'{"type":"watch_attention",}',
}
"""What a reader of JSON need not take."""

NO_SHAPE: Mapping[str, bytes] = {
    "nested arrays": b"[" * DEEP + b"]" * DEEP,
    "a prototype": b'{"__proto__":{"type":"watch_attention"}}',
    "a constructor": b'{"constructor":{"prototype":{"admin":true}}}',
    "an operator": b'{"$regex":".*"}',
    "null": b"null",
    "a long number": b"1" * DIGITS,
}
"""JSON that is nothing the server knows."""

NO_VALUE: Mapping[str, str] = {
    "1e999": "1e999",
    "-1e999": "-1e999",
    "a long number": "1" * DIGITS,
    "a long number below nothing": "-" + "1" * DIGITS,
    "nested arrays": "[" * DEEP + "]" * DEEP,
    "a lone high surrogate": '"\\ud800"',
    "a lone low surrogate": '"x\\udc00x"',
    "surrogates the wrong way round": '"\\udc00\\ud800"',
    "NUL": '"\\u0000"',
    "NUL inside": '"word\\u0000word"',
    "an operator": '{"$regex":".*"}',
    "a prototype": '{"__proto__":{"admin":true}}',
}
"""Values with which nothing may be carried out. NaN is not among them: with it nothing is JSON."""


def poisoned(shape: object) -> Iterator[tuple[str, bytes]]:
    """Documents of a shape, each with one poison in one place: where and which, and the bytes."""
    for whole in _structs(inspect.type_info(shape)):
        document = _struct(whole)
        tag = {} if whole.tag_field is None else {whole.tag_field: whole.tag}
        for field in whole.fields:
            for name, token in NO_VALUE.items():
                yield (
                    f"{whole.cls.__name__}.{field.encode_name}: {name}",
                    _with(tag | document | {field.encode_name: _HERE}, token),
                )


def overgrown(shape: object) -> Iterator[tuple[str, bytes]]:
    """Documents of a shape that are as they should be, but for a key too many."""
    for whole in _structs(inspect.type_info(shape)):
        tag = {} if whole.tag_field is None else {whole.tag_field: whole.tag}
        document = tag | _struct(whole)
        yield f"{whole.cls.__name__}: __proto__", _with(document | {"__proto__": {}}, "")
        if tag:
            yield f"{whole.cls.__name__}: each key twice", _twice(document)


def _with(document: Mapping[str, Any], token: str) -> bytes:
    return json.dumps(document).replace(f'"{_HERE}"', token).encode()


def _twice(document: Mapping[str, Any]) -> bytes:
    """Each key twice, the second time with a value of no use."""
    once = json.dumps(document)
    again = json.dumps({key: {"$ne": 1} for key in document})
    return f"{once[:-1]},{again[1:]}".encode()


def _structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    if isinstance(kind, inspect.StructType):
        yield kind
    if isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _structs(each)


def _struct(whole: inspect.StructType) -> dict[str, Any]:
    return {field.encode_name: _value(field) for field in whole.fields if field.required}


def _value(field: inspect.Field) -> Any:
    return _plain(field.type)


def _plain(kind: inspect.Type) -> Any:
    """The plainest value of a type."""
    match kind:
        case inspect.StrType(pattern=None):
            return "x" * max(kind.min_length or 0, 12)
        case inspect.StrType(max_length=36):
            return new_public_id()
        case inspect.StrType():
            return OPAQUE_ID
        case inspect.IntType():
            return kind.ge or 0
        case inspect.FloatType():
            return 0.0
        case inspect.BoolType():
            return True
        case inspect.EnumType():
            return next(iter(kind.cls)).value
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.UnionType():
            return _plain(kind.types[0])
        case inspect.StructType():
            tag = {} if kind.tag_field is None else {kind.tag_field: kind.tag}
            return tag | _struct(kind)
        case inspect.DictType():
            return {}
        case inspect.ListType() | inspect.VarTupleType() | inspect.SetType():
            return []
    return None
