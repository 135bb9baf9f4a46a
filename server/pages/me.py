"""One's own account: notices on top, names, what gets one back in, and leaving. Plain forms; what
was refused is said beside the form it came from.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.people import accounts, notices, sessions
from rooms.actor import Actor
from rooms.ids import TreeId
from rooms.refusals import Code, Refusal
from server.api.answering import form_of
from server.pages.addresses import to
from server.pages.reader_zone import zone_of
from server.pages.refusal_texts import sentence
from server.pages.shown_notices import ShownNotice, shown_notice
from server.pages.shown_times import Clock
from server.pages.templates import Templates
from server.passwords import SHORTEST_PASSWORD
from server.people import own_account
from server.people.auth import actor_of, end_all_sessions, forget, parts_of
from server.people.caller import caller_of
from server.people.consent import CONSENT_VERSION
from server.people.own_names import own_names
from server.settings import Settings

Form = dict[str, str]
Act = Callable[[Request, Actor, Form], Awaitable[Response | Refusal | None]]

_DONE = ("name", "password", "email", "consent")
_FIELD_OF = {
    Code.NAME_INVALID: "name",
    Code.NAME_TAKEN: "name",
    Code.WEAK_PASSWORD: "new",
    Code.BAD_EMAIL: "email",
    Code.WRONG_LOGIN: "password",
}


class MyAccount:
    """The handlers of this process's pages for one's own account."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._settings = settings

    async def page(self, request: Request) -> Response:
        """What the person's account is, and the forms that change it."""
        actor = await actor_of(request)
        if actor is None:
            return to("/join")
        return await self._page(request, actor)

    def form(self, section: str, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """The handler of one form: done, and back to the page; or the page, with why not."""

        async def send(request: Request) -> Response:
            actor = await actor_of(request)
            if actor is None:
                return to("/join")
            form = await form_of(request)
            answer = await act(request, actor, form)
            if isinstance(answer, Refusal):
                return await self._page(request, actor, refused=(section, answer, form))
            return answer or to(f"/me?done={section}" if section in _DONE else "/me")

        return send

    async def change_name(self, request: Request, actor: Actor, form: Form) -> Refusal | None:
        """Of one tree, or the one to log in by."""
        tree = TreeId(form["tree"]) if form.get("tree") else None
        return await own_account.change_name(parts_of(request), actor, form.get("name", ""), tree)

    async def change_password(self, request: Request, actor: Actor, form: Form) -> Refusal | None:
        parts, caller = parts_of(request), caller_of(request)
        old, new = form.get("password", ""), form.get("new", "")
        return await own_account.change_password(parts, caller, actor, old, new)

    async def change_email(self, request: Request, actor: Actor, form: Form) -> Refusal | None:
        parts, caller = parts_of(request), caller_of(request)
        password, email = form.get("password", ""), form.get("email")
        return await own_account.change_email(parts, caller, actor, password, email)

    async def renew_code(self, request: Request, actor: Actor, form: Form) -> Response | Refusal:
        """Another recovery code, shown once."""
        parts, caller = parts_of(request), caller_of(request)
        code = await own_account.new_recovery_code(parts, caller, actor, form.get("password", ""))
        if isinstance(code, Refusal):
            return code
        return self._templates.page(
            request,
            "welcome.html",
            signed_in=True,
            title=self._templates.text(request, "me-recovery"),
            code=code,
            next="/me",
        )

    async def dismiss(self, request: Request, actor: Actor, form: Form) -> None:
        await own_account.dismiss(parts_of(request), actor, form.get("notice", ""))

    async def consent(self, request: Request, actor: Actor, form: Form) -> None:
        del form
        await own_account.consent(parts_of(request), actor)

    async def log_out_everywhere(self, request: Request, actor: Actor, form: Form) -> Response:
        del form
        await end_all_sessions(request, actor)
        response = to("/")
        forget(response, self._settings)
        return response

    async def leave(self, request: Request, actor: Actor, form: Form) -> Response | Refusal:
        """For good; then a page that says what is gone."""
        refused = await own_account.leave(
            parts_of(request), caller_of(request), actor, form.get("password", "")
        )
        if refused is not None:
            return refused
        response = self._templates.page(request, "left.html", signed_in=False)
        forget(response, self._settings)
        return response

    async def _page(
        self,
        request: Request,
        actor: Actor,
        *,
        refused: tuple[str, Refusal, Form] | None = None,
    ) -> Response:
        database = parts_of(request).database
        now = await database.now_ms()
        private = await database.read(accounts.private, actor.account)
        return self._templates.page(
            request,
            "me.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
            signed_in=True,
            names=await database.read(own_names, actor.account),
            notices=await self._notices(request, actor, now),
            email=private.email,
            asks_consent=not private.demo and private.consent_version != CONSENT_VERSION,
            sessions=len(await database.read(sessions.of_account, actor.account, now)),
            done=self._done(request),
            typed=refused[2] if refused else {},
            failed=self._failed(request, refused),
            password_least=SHORTEST_PASSWORD,
        )

    async def _notices(self, request: Request, actor: Actor, now: int) -> list[ShownNotice]:
        lang, parts = self._templates.language(request), parts_of(request)
        says = partial(parts.catalogue.t, lang)
        clock = Clock(says=says, lang=lang, zone=zone_of(request), now=now)
        waiting = await parts.database.read(notices.unseen, actor.account)
        return [shown_notice(clock, each) for each in waiting]

    def _done(self, request: Request) -> str | None:
        done = request.query_params.get("done")
        return done if done in _DONE else None

    def _failed(
        self, request: Request, refused: tuple[str, Refusal, Form] | None
    ) -> dict[str, str]:
        if refused is None:
            return {"form": "", "field": "", "text": ""}
        section, refusal, form = refused
        lang = self._templates.language(request)
        return {
            "form": f"name-{form.get('tree', '')}" if section == "name" else section,
            "field": _FIELD_OF.get(refusal.code, ""),
            "text": sentence(parts_of(request).catalogue, lang, refusal),
        }


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    mine = MyAccount(templates, settings)
    forms: dict[str, Act] = {
        "name": mine.change_name,
        "password": mine.change_password,
        "email": mine.change_email,
        "recovery": mine.renew_code,
        "notices": mine.dismiss,
        "consent": mine.consent,
        "sessions": mine.log_out_everywhere,
        "leave": mine.leave,
    }
    return [
        Route("/me", mine.page),
        *(
            Route(f"/me/{section}", mine.form(section, act), methods=["POST"])
            for section, act in forms.items()
        ),
    ]
