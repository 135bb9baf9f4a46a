"""The HTTP endpoints as an OpenAPI 3.1 document, from the values their routes are made from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any

from rooms.refusals import Code, Refusal
from server.api.endpoint import Access, Endpoint
from server.contracts import declared, meanings, security
from server.contracts.declared import Schema, Shape
from server.errors import STATUS
from server.talk.frames import PROTOCOL

Document = dict[str, Any]

ABOUT = (
    "What can be asked over HTTP. Writing commands are the same as on the socket. Every refusal "
    "has the same form: a `code` from a closed list, its `params`, and `retry_after` in "
    "milliseconds where trying again makes sense. Times are milliseconds since the Unix epoch, on "
    "the server's clock."
)
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The schema of each shape that the endpoints name, and the components they refer to."""

    roots: Mapping[Shape, Schema]
    named: Mapping[str, Schema]

    def fields(self, shape: Shape) -> Schema:
        """The schema of a struct itself, not a reference to it."""
        return self.named[self.name(shape)]

    def name(self, shape: Shape) -> str:
        return str(self.roots[shape]["$ref"]).rpartition("/")[2]


def document(endpoints: Sequence[Endpoint]) -> Document:
    """The document as JSON values, from the declared endpoints alone."""
    shapes = _shapes(endpoints)
    paths: dict[str, Document] = {}
    for endpoint in sorted(endpoints, key=lambda one: one.path):
        operation = _operation(endpoint, shapes)
        paths.setdefault(_path(endpoint), {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hearthside: HTTP",
            "version": f"{PROTOCOL}.0.0",
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _components(endpoints, shapes),
            "securitySchemes": {"session": security.SESSION, "bearer": security.BEARER},
        },
    }


def _path(endpoint: Endpoint) -> str:
    """The path without Starlette's converters: `{name:path}` is `{name}`."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", endpoint.path)


def _shapes(endpoints: Iterable[Endpoint]) -> _Shapes:
    given = [
        shape
        for one in endpoints
        for shape in (one.path_fields, one.query, _body(one), one.result)
        if shape is not None
    ]
    shapes = list(dict.fromkeys([Refusal, *given]))
    roots, named = declared.schemas(shapes)
    return _Shapes(dict(zip(shapes, roots, strict=True)), named)


def _body(endpoint: Endpoint) -> Shape | None:
    return None if endpoint.body is None else declared.from_clients(endpoint.body)


def _components(endpoints: Iterable[Endpoint], shapes: _Shapes) -> dict[str, Schema]:
    """Without the structs that only name parameters: they are written out where they are used."""
    parameters = {
        shapes.name(fields)
        for one in endpoints
        for fields in (one.path_fields, one.query)
        if fields is not None
    }
    return {name: schema for name, schema in shapes.named.items() if name not in parameters}


def _operation(endpoint: Endpoint, shapes: _Shapes) -> Document:
    summary, _, description = declared.running_text(endpoint.documentation).partition("\n\n")
    operation: Document = {
        "operationId": endpoint.operation,
        "summary": summary,
        "tags": [endpoint.path.strip("/").removeprefix("api/").partition("/")[0]],
        "security": _security(endpoint.access),
        "parameters": [*_path_parameters(endpoint, shapes), *_query_parameters(endpoint, shapes)],
        "responses": {
            str(endpoint.status): _success(endpoint, shapes),
            **_refusals(endpoint.codes),
        },
    }
    if description:
        operation["description"] = description
    if body := _body(endpoint):
        operation["requestBody"] = {"required": True, "content": {_JSON: _of(shapes.roots[body])}}
    return operation


def _security(access: Access) -> list[dict[str, list[str]]]:
    known: list[dict[str, list[str]]] = [{"session": []}, {"bearer": []}]
    return known if access is Access.SIGNED_IN else [{}, *known]


def _path_parameters(endpoint: Endpoint, shapes: _Shapes) -> list[Document]:
    if endpoint.path_fields is None:
        return []
    fields = shapes.fields(endpoint.path_fields)["properties"]
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in fields.items()
    ]


def _query_parameters(endpoint: Endpoint, shapes: _Shapes) -> list[Document]:
    if endpoint.query is None:
        return []
    query = shapes.fields(endpoint.query)
    return [
        {
            "name": name,
            "in": "query",
            "required": name in query["required"],
            "schema": _never_null(schema),
        }
        for name, schema in query["properties"].items()
    ]


def _never_null(schema: Schema) -> Schema:
    """A query cannot say null; a parameter that may be null is one that may be left out."""
    alternatives = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    return alternatives[0] if len(alternatives) == 1 else schema


def _success(endpoint: Endpoint, shapes: _Shapes) -> Document:
    answer: Document = {"description": HTTPStatus(endpoint.status).phrase}
    if endpoint.result is not None:
        answer["content"] = {endpoint.content_type: _of(shapes.roots[endpoint.result])}
    elif endpoint.status != HTTPStatus.NO_CONTENT:
        answer["content"] = {endpoint.content_type: _of({"type": "string"})}
    return answer


def _of(schema: Schema) -> Document:
    return {"schema": schema}


def _refusals(codes: Iterable[Code]) -> dict[str, Document]:
    """One response for each status, with the codes it may carry."""
    ordered = sorted(codes, key=STATUS.__getitem__)
    grouped = groupby(ordered, key=STATUS.__getitem__)
    return {str(int(status)): _refusal(tuple(same)) for status, same in grouped}


def _refusal(codes: tuple[Code, ...]) -> Document:
    only = {"properties": {"code": {"enum": list(codes)}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Refusal"}, only]}
    text = "\n".join(f"- `{code}`: {meanings.REFUSALS[code]}" for code in codes)
    return {"description": text, "content": {_JSON: _of(schema)}}
