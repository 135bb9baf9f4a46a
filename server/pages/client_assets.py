"""Where the built web client's files are, by the manifest that its build leaves behind."""

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent.parent / "web_client" / "dist"
ENTRY = "src/main.tsx"


class _Chunk(msgspec.Struct):
    file: str
    css: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientAssets:
    """Addresses of the client's script and style sheets, with the hash of their content in them."""

    js: str
    css: tuple[str, ...]


def load(dist: Path = DIST) -> ClientAssets | None:
    """The built client; None when it was not built, or not to the end."""
    try:
        manifest = msgspec.json.decode(
            (dist / "manifest.json").read_bytes(), type=dict[str, _Chunk]
        )
        entry = manifest[ENTRY]
    except (OSError, msgspec.MsgspecError, KeyError):
        return None
    return ClientAssets(
        js=f"/assets/{entry.file}", css=tuple(f"/assets/{name}" for name in entry.css)
    )


class ClientFiles(StaticFiles):
    """The files themselves. A changed file has another name, so a browser may keep them."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
