"""The generated contracts: fresh, valid by the official schemas, and true of real frames."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import openapi_spec_validator
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec import inspect
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from rooms.commands import HouseOnly
from rooms.refusals import PARAMS, Code
from server import contracts
from server.api.routes import ENDPOINTS
from server.app import create_app
from server.contracts import asyncapi, declared, docs_page, documents, meanings, openapi, typescript
from server.errors import STATUS
from server.settings import Settings
from server.sockets import socket
from server.talk import frames
from server.wires.close_codes import CloseCode

ASYNCAPI_SCHEMA = documents.CHECKOUT / "web_client/node_modules/@asyncapi/specs/schemas/3.0.0.json"
# Failing samples are small already; shrinking them takes minutes.
QUICKLY = settings(deadline=None, derandomize=True, phases=[Phase.generate])


def test_committed_contracts_say_what_the_types_say() -> None:
    assert list(documents.stale()) == []


def test_stale_contract_is_named_and_written_afresh(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert contracts.main(False, tmp_path) == 0
    (tmp_path / "docs/contracts/asyncapi.json").write_text("{}")
    capsys.readouterr()

    assert contracts.main(True, tmp_path) == 1
    told = capsys.readouterr().err
    assert "docs/contracts/asyncapi.json" in told
    assert "openapi.json" not in told

    assert contracts.main(False, tmp_path) == 0
    assert contracts.main(True, tmp_path) == 0


def test_openapi_document_is_valid() -> None:
    openapi_spec_validator.validate(_as_read(openapi.document(ENDPOINTS)))


def test_asyncapi_document_is_valid_by_the_official_schema() -> None:
    schema = json.loads(ASYNCAPI_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(_as_read(asyncapi.document()))


def test_every_reference_in_the_documents_leads_somewhere() -> None:
    for document in (openapi.document(ENDPOINTS), asyncapi.document()):
        for reference in _references(document):
            found: Any = document
            for step in reference.removeprefix("#/").split("/"):
                found = found[step]


def test_every_api_endpoint_is_described() -> None:
    paths = openapi.document(ENDPOINTS)["paths"]
    for endpoint in ENDPOINTS:
        operation = paths[endpoint.path][endpoint.method.lower()]
        named = {field["name"] for field in operation["parameters"] if field["in"] == "path"}
        assert operation["summary"]
        assert named == set(endpoint.route().param_convertors)


def test_every_api_route_of_the_application_is_described(tmp_path: Path) -> None:
    paths = openapi.document(ENDPOINTS)["paths"]
    served = [
        (route.path_format, method.lower())
        for route in create_app(Settings(data_dir=tmp_path)).routes
        if isinstance(route, Route) and route.path.startswith("/api/")
        for method in (route.methods or set()) - {"HEAD"}
    ]
    assert served
    assert [one for one in served if one[1] not in paths.get(one[0], {})] == []


def test_socket_is_where_the_document_says() -> None:
    assert asyncapi.document()["channels"]["socket"]["address"] == socket.PATH


def test_every_command_and_frame_is_in_every_contract_of_the_socket() -> None:
    described = asyncapi.document()["components"]["messages"]
    written = typescript.source()
    for kind in (*declared.COMMANDS, *declared.FRAMES):
        assert declared.wire_type(kind) in described
        assert f"export interface {kind.__name__} {{" in written
    for kind in declared.EVENTS:
        assert f"export interface {kind.__name__} {{" in written


def test_what_only_the_house_submits_is_in_no_contract() -> None:
    for kind in declared.kinds(HouseOnly):
        for text in (*documents.documents().values(), docs_page.page()):
            assert kind.__name__ not in text
            assert declared.wire_type(kind) not in text


def test_every_refusal_and_close_code_has_its_meaning() -> None:
    assert set(meanings.REFUSALS) == set(STATUS) == set(Code)
    assert set(meanings.CLOSE_CODES) == set(CloseCode)
    assert set(meanings.PARAM_MEANINGS) == {name for names in PARAMS.values() for name in names}


@pytest.mark.parametrize("kind", declared.COMMANDS, ids=declared.wire_type)
def test_command_that_the_schema_allows_is_decoded(kind: type[msgspec.Struct]) -> None:
    validator = _validator(kind)

    @settings(QUICKLY, max_examples=10)
    @given(_values(inspect.type_info(kind)))
    def check(sample: dict[str, Any]) -> None:
        validator.validate(sample)
        decoded = frames.decode(json.dumps(sample))
        assert type(decoded) is kind
        validator.validate(json.loads(msgspec.json.encode(decoded)))

    check()


@pytest.mark.parametrize("kind", declared.COMMANDS, ids=declared.wire_type)
def test_unknown_field_is_refused_by_schema_and_server_alike(kind: type[msgspec.Struct]) -> None:
    validator = _validator(kind)

    @settings(QUICKLY, max_examples=1)
    @given(_values(inspect.type_info(kind)))
    def check(sample: dict[str, Any]) -> None:
        strange = {**sample, "colour": "blue"}
        assert not validator.is_valid(strange)
        with pytest.raises(msgspec.ValidationError):
            frames.decode(json.dumps(strange))

    check()


@pytest.mark.parametrize("kind", declared.FRAMES, ids=declared.wire_type)
def test_frame_as_it_is_sent_fits_its_schema(kind: type[msgspec.Struct]) -> None:
    validator = _validator(kind)

    @settings(QUICKLY, max_examples=15)
    @given(_values(inspect.type_info(kind)))
    def check(sample: dict[str, Any]) -> None:
        validator.validate(json.loads(msgspec.json.encode(msgspec.convert(sample, kind))))

    check()


def test_docs_page_names_everything_and_runs_nothing() -> None:
    page = docs_page.page()
    for endpoint in ENDPOINTS:
        assert f"{endpoint.method} {endpoint.path}" in page
    for kind in (*declared.COMMANDS, *declared.FRAMES, *declared.EVENTS):
        assert f'id="{kind.__name__}"' in page
    for code in Code:
        assert f'id="refusal-{code}"' in page
    for closed in CloseCode:
        assert closed.name in page
    assert "<script" not in page
    assert "style=" not in page
    assert "://" not in page


def test_docs_page_links_only_to_what_is_there() -> None:
    page = docs_page.page()
    anchors = [part.partition('"')[0] for part in page.split('href="#')[1:]]
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert set(anchors) <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_reference_is_made_when_somebody_asks_for_it_and_once() -> None:
    docs_page.page.cache_clear()
    with TestClient(Starlette(routes=contracts.routes())) as client:
        assert docs_page.page.cache_info().misses == 0
        assert client.get("/docs").text == client.get("/docs").text
    assert docs_page.page.cache_info().misses == 1


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/docs.css", "text/css; charset=utf-8"),
        ("/docs/openapi.json", "application/json"),
        ("/docs/asyncapi.json", "application/json"),
    ],
)
def test_contracts_are_served(path: str, content_type: str) -> None:
    with TestClient(Starlette(routes=contracts.routes())) as client:
        answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type


def _as_read(document: openapi.Document) -> Any:
    """As a reader of the file has it: enumerations are texts there."""
    return json.loads(documents.as_json(document))


def _validator(kind: type[msgspec.Struct]) -> jsonschema.Draft202012Validator:
    schemas = _as_read(asyncapi.document())["components"]["schemas"]
    return jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{kind.__name__}", "components": {"schemas": schemas}}
    )


def _references(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _values(kind: inspect.Type) -> SearchStrategy[Any]:
    """JSON values that the declared type takes. Optional fields are there or not."""
    match kind:
        case inspect.StructType():
            return _objects(kind)
        case inspect.EnumType(cls=cls):
            return st.sampled_from([member.value for member in cls])
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.UnionType(types=types):
            return st.one_of([_values(one) for one in types])
        case inspect.VarTupleType(item_type=item):
            return st.lists(_values(item), max_size=2)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(_values(key), _values(value), max_size=2)
        case inspect.StrType(pattern=str(pattern)):
            return st.from_regex(pattern, fullmatch=True)
        case inspect.StrType(min_length=least):
            return st.text(min_size=least or 0, max_size=20)
        case inspect.IntType(ge=least, le=most):
            return st.integers(least, most if most is not None else 2**53 - 1)
        case inspect.BoolType():
            return st.booleans()
    assert isinstance(kind, inspect.NoneType), kind
    return st.none()


def _objects(kind: inspect.StructType) -> SearchStrategy[dict[str, Any]]:
    tag = {kind.tag_field: st.just(kind.tag)} if kind.tag_field else {}
    fields = {field.encode_name: _values(field.type) for field in kind.fields if field.required}
    optional = {field.encode_name: _values(field.type) for field in kind.fields}
    return st.fixed_dictionaries(
        {**tag, **fields},
        optional={name: values for name, values in optional.items() if name not in fields},
    )
