"""What a reader chose for the pages: language and size of text, kept in cookies of this browser.

Chosen by a plain link (`?lang=`, `?size=`), so that it works without a script.
"""

from starlette.requests import Request
from starlette.responses import Response

from server.settings import Settings
from server.texts import LANGUAGES, language_of

ONE_YEAR_SECONDS = 31_536_000
OWN_NAMES = (("en", "English"), ("es", "Español"))
SIZES = ("100", "115", "130", "150", "200")
"""Per cent of the usual size."""


def language(request: Request) -> str:
    """The page's language: chosen just now, chosen before, or the browser's."""
    chosen = request.query_params.get("lang")
    return chosen if chosen in LANGUAGES else language_of(request)


def size(request: Request) -> str:
    """The size of text: chosen just now, chosen before, or the usual one."""
    for chosen in (request.query_params.get("size"), request.cookies.get("size")):
        if chosen in SIZES:
            return chosen
    return SIZES[0]


def languages(request: Request) -> list[tuple[str, str, str]]:
    """Each language's code, its own name, and this page's address in it. None for the answer to a
    form: that cannot be asked for again, and what it shows once would be lost."""
    if request.method != "GET":
        return []
    return [(code, name, _with(request, "lang", code)) for code, name in OWN_NAMES]


def sizes(request: Request) -> list[tuple[str, str]]:
    """Each size, and this page's address in it; none where there are no languages either."""
    if request.method != "GET":
        return []
    return [(each, _with(request, "size", each)) for each in SIZES]


def keep(request: Request, response: Response, settings: Settings) -> None:
    """Have the browser remember what was chosen with this request."""
    for name, chosen in (("lang", language(request)), ("size", size(request))):
        if request.query_params.get(name) == chosen:
            response.set_cookie(
                name,
                chosen,
                max_age=ONE_YEAR_SECONDS,
                path="/",
                secure=settings.https,
                httponly=True,
                samesite="lax",
            )


def _with(request: Request, name: str, value: str) -> str:
    address = request.url.include_query_params(**{name: value})
    # With two slashes at its beginning the path would be another site.
    path = address.path.lstrip("/")
    return f"/{path}?{address.query}"
