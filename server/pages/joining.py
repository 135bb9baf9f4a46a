"""Joining, logging in and logging out: plain forms, answered with a page or the form again.

A form that is sent twice makes one account, and shows the same code.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from persistence.safety import joining_pauses
from rooms.ids import new_public_id
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import form_of
from server.pages import recovering
from server.pages.addresses import safe_next, to
from server.pages.letting_in import led_on, shown_code
from server.pages.refusal_texts import sentence
from server.pages.templates import Templates
from server.passwords import SHORTEST_PASSWORD
from server.people import admission
from server.people.admission import Application
from server.people.auth import (
    actor_of,
    end_session,
    forget,
    keeps_cookies,
    parts_of,
    probe_cookies,
)
from server.people.caller import caller_of
from server.settings import Settings

Form = dict[str, str]

_FIELD_OF = {
    Code.NAME_INVALID: "name",
    Code.NAME_TAKEN: "name",
    Code.WEAK_PASSWORD: "password",
    Code.BAD_EMAIL: "email",
    Code.NO_CONSENT: "consent",
}
"""The field that a refusal is about; without one it is about the whole form."""


class Joining:
    """The handlers of this process's joining pages."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._settings = settings

    async def form(self, request: Request) -> Response:
        """Two forms: to join, and to come back."""
        wanted = safe_next(request.query_params.get("next"))
        if await actor_of(request) is not None:
            return to(wanted)
        return await self._page(request, {"next": wanted})

    async def join(self, request: Request) -> Response:
        """A new account from the form, and in."""
        form = await form_of(request)
        if not keeps_cookies(request):
            return await self._page(request, form, blocked="join")
        if form.get("adult") not in ("yes", "no"):
            years = self._settings.minimum_age
            text = self._templates.text(request, "join-age-missing", years=years)
            return await self._page(request, form, failed=("join", "adult", text))
        joined = await admission.join(parts_of(request), caller_of(request), _application(form))
        if isinstance(joined, Refusal):
            return await self._refused(request, form, "join", joined)
        shared_device, wanted = "shared" in form, safe_next(form.get("next"))
        if joined.recovery_code is None:
            answer = await led_on(request, joined.person, wanted, shared_device=shared_device)
        else:
            title = self._templates.text(request, "welcome-title", name=form.get("name", ""))
            answer = await shown_code(
                self._templates,
                request,
                joined,
                title=title,
                wanted=wanted,
                shared_device=shared_device,
            )
        return await self._in_or_refused(request, form, "join", answer)

    async def log_in(self, request: Request) -> Response:
        """Back in, with name and password from the form."""
        form = await form_of(request)
        if not keeps_cookies(request):
            return await self._page(request, form, blocked="login")
        known = await admission.recognise(
            parts_of(request),
            caller_of(request),
            form.get("name", ""),
            form.get("password", ""),
        )
        if isinstance(known, Refusal):
            return await self._refused(request, form, "login", known)
        wanted = safe_next(form.get("next"))
        answer = await led_on(request, known, wanted, shared_device="shared" in form)
        return await self._in_or_refused(request, form, "login", answer)

    async def log_out(self, request: Request) -> Response:
        """Out, and back to the rooms."""
        actor = await actor_of(request)
        if actor is not None:
            await end_session(request, actor)
        response = to("/")
        forget(response, self._settings)
        return response

    async def _in_or_refused(
        self, request: Request, form: Form, which: str, answer: Response | Refusal
    ) -> Response:
        if isinstance(answer, Refusal):
            return await self._refused(request, form, which, answer)
        return answer

    async def _refused(
        self, request: Request, form: Form, which: str, refusal: Refusal
    ) -> Response:
        lang = self._templates.language(request)
        text = sentence(parts_of(request).catalogue, lang, refusal)
        if refusal.code is Code.TOO_YOUNG:
            return self._templates.page(
                request,
                "too_young.html",
                status=HTTPStatus.FORBIDDEN,
                signed_in=False,
                text=text,
            )
        failed = (which, _FIELD_OF.get(refusal.code, ""), text)
        return await self._page(request, form, failed=failed)

    async def _page(
        self,
        request: Request,
        form: Form,
        *,
        failed: tuple[str, str, str] = ("", "", ""),
        blocked: str = "",
    ) -> Response:
        """`failed`: which form, which of its fields, and why. What was typed stays, but for the
        passwords; the other form is as new."""
        which = failed[0] or blocked
        response = self._templates.page(
            request,
            "join.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if which else HTTPStatus.OK,
            signed_in=False,
            next=safe_next(form.get("next")),
            form_id=form.get("form") or new_public_id(),
            typed=form if which else {},
            failed=dict(zip(("form", "field", "text"), failed, strict=True)),
            blocked=blocked,
            paused=await self._paused(request),
            password_least=SHORTEST_PASSWORD,
            years=self._settings.minimum_age,
        )
        probe_cookies(response, self._settings)
        return response

    async def _paused(self, request: Request) -> str | None:
        """Why nobody new can join now, in words."""
        parts = parts_of(request)
        now = await parts.database.now_ms()
        until = await parts.database.read(joining_pauses.in_force, now)
        if until is None:
            return None
        refusal = refuse(Code.JOINING_PAUSED, until=until)
        return sentence(parts.catalogue, self._templates.language(request), refusal)


def _application(form: Form) -> Application:
    return Application(
        name=form.get("name", ""),
        password=form.get("password", ""),
        adult=form.get("adult") == "yes",
        consents="consent" in form,
        email=form.get("email"),
        form=form.get("form") or new_public_id(),
    )


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    joining = Joining(templates, settings)
    return [
        Route("/join", joining.form),
        Route("/join", joining.join, methods=["POST"]),
        Route("/login", joining.log_in, methods=["POST"]),
        Route("/logout", joining.log_out, methods=["POST"]),
        *recovering.routes(templates, settings),
    ]
