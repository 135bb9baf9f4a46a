"""The headers that keep a page to itself: nothing from elsewhere runs in it, and it runs nowhere
else. Sent with every HTTP answer, whatever route it came from."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.settings import Settings

ONE_YEAR_SECONDS = 31_536_000


class SecurityHeaders:
    """Adds the headers to every answer of this process."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    sent.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def headers(settings: Settings) -> dict[str, str]:
    """What every answer carries; a route may set its own value of one."""
    fixed = {
        "Content-Security-Policy": _policy(settings),
        # Not no-referrer: with that a browser posts our own forms as `Origin: null` (Fetch, 3.2).
        # To other sites nothing is sent either way.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings.https:
        fixed["Strict-Transport-Security"] = f"max-age={ONE_YEAR_SECONDS}"
    return fixed


def _policy(settings: Settings) -> str:
    # Safari before 15.4 does not count a socket to the page's own origin as 'self'.
    sockets = " ".join(sorted(o.replace("http", "ws", 1) for o in settings.origins))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self' {sockets}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
