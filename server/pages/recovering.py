"""Getting back in without the password: by the recovery code, or by an operator's link. Looking at
a link uses nothing up; only sending its form does.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rooms.refusals import Code, Refusal, refuse
from server.api.answering import form_of
from server.pages.letting_in import shown_code
from server.pages.refusal_texts import sentence
from server.pages.templates import Templates
from server.passwords import SHORTEST_PASSWORD
from server.people import getting_back_in
from server.people.admission import Joined
from server.people.auth import keeps_cookies, parts_of, probe_cookies
from server.people.caller import caller_of
from server.settings import Settings

Form = dict[str, str]


class Recovering:
    """The handlers of this process's pages for those who cannot log in."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._settings = settings

    async def code_form(self, request: Request) -> Response:
        """Name, recovery code and a new password."""
        return self._page(request, "recover.html", {})

    async def recover(self, request: Request) -> Response:
        """In by the recovery code."""
        form = await form_of(request)
        if not keeps_cookies(request):
            return self._page(request, "recover.html", form, blocked=True)
        joined = await getting_back_in.by_code(
            parts_of(request),
            caller_of(request),
            form.get("name", ""),
            form.get("code", ""),
            form.get("password", ""),
        )
        return await self._answer(request, "recover.html", form, joined)

    async def link_form(self, request: Request) -> Response:
        """A new password, where an operator's link leads."""
        token = request.query_params.get("token", "")
        why = ""
        if not await getting_back_in.link_holds(parts_of(request).database, token):
            lang = self._templates.language(request)
            why = sentence(parts_of(request).catalogue, lang, refuse(Code.LINK_USED))
        return self._page(request, "reset.html", {"token": token}, failed=why)

    async def reset(self, request: Request) -> Response:
        """In by an operator's link."""
        form = await form_of(request)
        if not keeps_cookies(request):
            return self._page(request, "reset.html", form, blocked=True)
        joined = await getting_back_in.by_link(
            parts_of(request), caller_of(request), form.get("token", ""), form.get("password", "")
        )
        return await self._answer(request, "reset.html", form, joined)

    async def _answer(
        self, request: Request, template: str, form: Form, joined: Joined | Refusal
    ) -> Response:
        answer: Response | Refusal = (
            joined
            if isinstance(joined, Refusal)
            else await shown_code(
                self._templates,
                request,
                joined,
                title=self._templates.text(request, "welcome-back-title"),
            )
        )
        if not isinstance(answer, Refusal):
            return answer
        lang = self._templates.language(request)
        text = sentence(parts_of(request).catalogue, lang, answer)
        field = "password" if answer.code is Code.WEAK_PASSWORD else ""
        return self._page(request, template, form, failed=text, field=field)

    def _page(
        self,
        request: Request,
        template: str,
        form: Form,
        *,
        failed: str = "",
        field: str = "",
        blocked: bool = False,
    ) -> Response:
        response = self._templates.page(
            request,
            template,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if failed or blocked else HTTPStatus.OK,
            signed_in=False,
            typed=form,
            failed={"form": "recover", "field": field, "text": failed},
            blocked=blocked,
            password_least=SHORTEST_PASSWORD,
        )
        probe_cookies(response, self._settings)
        return response


def routes(templates: Templates, settings: Settings) -> list[BaseRoute]:
    recovering = Recovering(templates, settings)
    return [
        Route("/recover", recovering.code_form),
        Route("/recover", recovering.recover, methods=["POST"]),
        Route("/reset", recovering.link_form),
        Route("/reset", recovering.reset, methods=["POST"]),
    ]
