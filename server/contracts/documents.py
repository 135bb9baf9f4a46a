"""The three contracts as files: where each lies in the checkout, and whether it is still true."""

import json
import sys
from pathlib import Path

from server.api.routes import ENDPOINTS
from server.contracts import asyncapi, openapi, typescript

CHECKOUT = Path(__file__).parents[2]


def main(check: bool, checkout: Path = CHECKOUT) -> int:
    """`python3 -m server contracts`: write what is stale, or with `check` only name it (exit 1)."""
    due = stale(checkout)
    if check:
        for path in due:
            print(f"Stale: {path}. Run `python3 -m server contracts`.", file=sys.stderr)
        return 1 if due else 0
    for path, text in due.items():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text(text, encoding="utf-8")
        print(f"Written: {path}")
    return 0


def documents() -> dict[str, str]:
    """What each generated file holds, by its path in the checkout."""
    return {
        "docs/contracts/openapi.json": as_json(openapi.document(ENDPOINTS)),
        "docs/contracts/asyncapi.json": as_json(asyncapi.document()),
        "web_client/src/wire/protocol.ts": typescript.source(),
    }


def stale(checkout: Path = CHECKOUT) -> dict[str, str]:
    """The files that are missing or no longer say what the types say, and what they should."""
    return {path: text for path, text in documents().items() if _read(checkout / path) != text}


def as_json(document: openapi.Document) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
