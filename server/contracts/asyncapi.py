"""The socket as an AsyncAPI 3.0 document: every command and frame, close codes, authentication."""

from typing import Any

import msgspec

from server.contracts import declared, meanings, security
from server.talk.frames import PROTOCOL
from server.wires.close_codes import CloseCode

Document = dict[str, Any]

ABOUT = (
    "One WebSocket carries any number of rooms, in JSON text frames. The server speaks first, with "
    "`welcome`. A request carries a `ref` of the client's choice and its answer carries it back: "
    "`refused`, or what the command's description says. What a room announces comes as `entry` "
    "frames in one order (`seq`, without gaps). Clients ignore fields they do not know. Times are "
    "milliseconds since the Unix epoch, on the server's clock."
)


def document() -> Document:
    """The document as JSON values, from the declared types alone."""
    _, named = declared.schemas((*declared.COMMANDS, *declared.FRAMES))
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "servers": {"this": _server()},
        "channels": {"socket": _channel()},
        "operations": {"ask": _ask(), "tell": _tell()},
        "components": {
            "messages": {
                declared.wire_type(kind): _message(kind)
                for kind in (*declared.COMMANDS, *declared.FRAMES)
            },
            "schemas": {name: _plain(schema) for name, schema in named.items()},
            "securitySchemes": {
                "session": {**security.SESSION, "type": "httpApiKey"},
                "bearer": security.BEARER,
            },
        },
    }


def _info() -> Document:
    return {
        "title": "Hearthside: the socket",
        "version": f"{PROTOCOL}.0.0",
        "description": ABOUT,
        "license": {"name": "MIT"},
    }


def _server() -> Document:
    return {
        "host": "{host}",
        "protocol": "wss",
        "description": "`ws` instead of `wss` where the site itself is served over plain HTTP.",
        "variables": {"host": {"description": "The site's host, and port if it has one."}},
        "security": [
            {"$ref": f"#/components/securitySchemes/{name}"} for name in ("session", "bearer")
        ],
    }


def _channel() -> Document:
    codes = "\n".join(
        f"- `{code.value}` {code.name}: {meanings.CLOSE_CODES[code]}" for code in CloseCode
    )
    return {
        "address": "/socket",
        "title": "The socket",
        "description": f"{security.SOCKET}\n\nClose codes. {meanings.CLOSE_RULE}\n\n{codes}",
        "servers": [{"$ref": "#/servers/this"}],
        "messages": {
            declared.wire_type(kind): {"$ref": f"#/components/messages/{declared.wire_type(kind)}"}
            for kind in (*declared.COMMANDS, *declared.FRAMES)
        },
        "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
        "x-close-codes": {
            str(code.value): {
                "name": code.name,
                "description": meanings.CLOSE_CODES[code],
                "comes_back": code.comes_back,
            }
            for code in CloseCode
        },
    }


def _ask() -> Document:
    """What the server takes. AsyncAPI names actions from the server's side."""
    channel = {"$ref": "#/channels/socket"}
    replies = tuple(kind for kind in declared.FRAMES if declared.answers(kind))
    return {
        "action": "receive",
        "channel": channel,
        "summary": "A client asks for something.",
        "messages": _references(declared.COMMANDS),
        "reply": {"channel": channel, "messages": _references(replies)},
    }


def _tell() -> Document:
    return {
        "action": "send",
        "channel": {"$ref": "#/channels/socket"},
        "summary": "The server answers, or tells what happened in a room.",
        "messages": _references(declared.FRAMES),
    }


def _references(kinds: tuple[type[msgspec.Struct], ...]) -> list[dict[str, str]]:
    return [{"$ref": f"#/channels/socket/messages/{declared.wire_type(kind)}"} for kind in kinds]


def _message(kind: type[msgspec.Struct]) -> Document:
    message: Document = {
        "name": declared.wire_type(kind),
        "title": kind.__name__,
        "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
    }
    if text := declared.prose(kind):
        message["description"] = text
    if declared.answers(kind):
        message["correlationId"] = {"location": "$message.payload#/ref"}
    return message


def _plain(value: Any) -> Any:
    """Without `discriminator`: OpenAPI's is an object, AsyncAPI's a string with other rules.

    Every alternative fixes its own `type`, so nothing is lost.
    """
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items() if key != "discriminator"}
        case list():
            return [_plain(inner) for inner in value]
    return value
