"""I need help now, by a plain form: lines to call at once on the answer, whoever pressed it, and
the moderators told where there is somebody they can come back to.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.dropins.help_now import Help
from rooms.refusals import Code, Refusal
from server.api.answering import form_of, path_of
from server.api.help_now import help_wanted
from server.api.rooms import InRoom
from server.errors import RequestRefused
from server.pages.missing import missing
from server.pages.shown_lines import guessed_country, shown_lines
from server.pages.templates import Templates
from server.pages.visitor import visitor_of
from server.settings import Settings


class HelpNowPage:
    """The handler of this process's answer to whoever needs help now."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def help(self, request: Request) -> Response:
        """Call a moderator; the page with the lines is the answer, whatever came of it."""
        try:
            room = path_of(request, InRoom, Code.UNKNOWN_ROOM).room
        except RequestRefused:
            return await missing(self._templates, request)
        form, actor = await form_of(request), visitor_of(request).actor
        called = await help_wanted(request, actor, room, form.get("note", "")) if actor else None
        lang = self._templates.language(request)
        back = form.get("back", "")
        return self._templates.page(
            request,
            "help_now.html",
            signed_in=actor is not None,
            outcome=_outcome(called),
            lines=shown_lines(lang, guessed_country(request)),
            room=room,
            back=back if back.isalnum() and len(back) == len(room) else "",
        )


def _outcome(called: Help | Refusal | None) -> str:
    if called is None:
        return "guest"
    return "sent" if isinstance(called, Help) else "refused"


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    return [Route("/r/{room}/help-now", HelpNowPage(templates).help, methods=["POST"])]
