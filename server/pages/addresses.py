"""Where a page leads: redirects that nothing keeps, and the places one may be led to after joining.

Knows no pages.
"""

import re
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

_SAFE_NEXT = re.compile(r"/([rd]/[0-9a-f]{32}|drop-ins)?")


def safe_next(wanted: str | None) -> str:
    """Where to go after joining: only rooms and drop-ins, never another site."""
    return wanted if wanted and _SAFE_NEXT.fullmatch(wanted) else "/"


def to(address: str) -> Response:
    """The answer to a form: go and read there."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
