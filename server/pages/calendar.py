"""The page on which a person chooses their time zone, whether they are written to by mail, and a
secret address for their own calendar. Plain forms, each of which comes back here.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.people import feeds, wishes
from rooms.actor import Actor
from server.api.answering import form_of
from server.calendar.zone_words import in_words
from server.pages import reader_zone
from server.pages.addresses import to
from server.pages.templates import Templates
from server.people import own_calendar
from server.people.auth import actor_of, parts_of
from server.settings import Settings
from server.texts import LANGUAGES

Form = dict[str, str]
Act = Callable[[Request, Actor, Form], Awaitable[Response]]

_DONE = ("zone", "mail", "no-mail", "titles", "stop")
_TICKED = "yes"


class MyCalendar:
    """The handlers of this process for it."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def page(self, request: Request) -> Response:
        """What is chosen, and the forms that change it."""
        actor = await actor_of(request)
        return to("/join") if actor is None else await self._page(request, actor)

    def form(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """The handler of one form, for somebody who is signed in."""

        async def send(request: Request) -> Response:
            actor = await actor_of(request)
            if actor is None:
                return to("/join")
            return await act(request, actor, await form_of(request))

        return send

    async def zone(self, request: Request, actor: Actor, form: Form) -> Response:
        """Save the time zone, and the language to be written to in."""
        zone, tongue = form.get("zone", ""), form.get("tongue", "")
        if not reader_zone.is_zone(zone) or tongue not in LANGUAGES:
            return await self._page(request, actor, failed="zone-unknown")
        await parts_of(request).database.write(wishes.set_zone, actor.account, zone, tongue)
        return to("/me/calendar?done=zone")

    async def mail(self, request: Request, actor: Actor, form: Form) -> Response:
        """Also by mail from now on, or not any more."""
        wanted = form.get("wanted") == _TICKED
        if await own_calendar.choose_mail(parts_of(request), actor, wanted=wanted):
            return await self._page(request, actor, failed="mail-no-address")
        return to(f"/me/calendar?done={'mail' if wanted else 'no-mail'}")

    async def address(self, request: Request, actor: Actor, form: Form) -> Response:
        """An address in place of any before it, shown this once."""
        plain = form.get("plain") == _TICKED
        made = await own_calendar.make_address(parts_of(request), actor, plain_titles=plain)
        return self._templates.page(request, "calendar_address.html", signed_in=True, address=made)

    async def titles(self, request: Request, actor: Actor, form: Form) -> Response:
        """Whether titles name the host and the room."""
        plain = form.get("plain") == _TICKED
        database = parts_of(request).database
        await database.write(feeds.title_plainly, actor.account, plain_titles=plain)
        return to("/me/calendar?done=titles")

    async def stop(self, request: Request, actor: Actor, form: Form) -> Response:
        """The address shows nothing any more."""
        del form
        await parts_of(request).database.write(feeds.stop, actor.account)
        return to("/me/calendar?done=stop")

    async def _page(self, request: Request, actor: Actor, *, failed: str = "") -> Response:
        parts = parts_of(request)
        lang = self._templates.language(request)
        reader = reader_zone.zone_of(request)
        choices = reader_zone.choices(lang)
        done = request.query_params.get("done")
        return self._templates.page(
            request,
            "calendar.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK,
            signed_in=True,
            wished=await parts.database.read(wishes.of, actor.account),
            feed=await parts.database.read(feeds.of, actor.account),
            sends_mail=parts.settings.smtp is not None,
            zone=reader,
            zone_words=in_words(lang, reader.name),
            zones=choices,
            zone_listed=any((reader.name in dict(known)) for _, known in choices),
            done=done if done in _DONE and not failed else None,
            failed=failed,
        )


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    del settings
    mine = MyCalendar(templates)
    forms: dict[str, Act] = {
        "zone": mine.zone,
        "mail": mine.mail,
        "address": mine.address,
        "titles": mine.titles,
        "stop": mine.stop,
    }
    return [
        Route("/me/calendar", mine.page),
        *(
            Route(f"/me/calendar/{section}", mine.form(act), methods=["POST"])
            for section, act in forms.items()
        ),
    ]
