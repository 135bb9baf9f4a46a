"""The words somebody looks for a room with: kept for ten minutes in a cookie of their browser.

They may name an illness, so they are in no address, no history and no log.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from starlette.requests import Request
from starlette.responses import Response

from server.settings import Settings

KEPT_SECONDS = 600
LONGEST = 100
"""In characters; longer words are cut."""
_COOKIE = "find"


def keep(response: Response, words: str, settings: Settings) -> None:
    cut = " ".join(words.split())[:LONGEST].encode(errors="ignore")
    response.set_cookie(
        _COOKIE,
        urlsafe_b64encode(cut).decode(),
        max_age=KEPT_SECONDS,
        path="/find",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def kept(request: Request) -> str | None:
    """The words; None when the browser sent none, and empty when nothing was written."""
    sent = request.cookies.get(_COOKIE)
    if sent is None:
        return None
    try:
        return urlsafe_b64decode(sent.strip('"')).decode()[:LONGEST]
    except ValueError:
        return ""
