"""The pages a browser is given, joined: readable without a script, and the ground the client
stands on. What each one shows is in its own module.
"""

from starlette.routing import BaseRoute, Mount, Route

from server.pages import (
    calendar,
    calendar_files,
    directory,
    doors,
    drop_in,
    drop_ins,
    help_now_page,
    help_page,
    hosting,
    joining,
    mail_stop,
    me,
    missing,
    room,
    rules,
    scheduling,
    staff,
    telling,
)
from server.pages.client_assets import DIST, ClientFiles
from server.pages.crowded import AnswersCrowded
from server.pages.templates import Templates
from server.pages.visitor import KnowsTheVisitor
from server.settings import Settings

_PAGES = (
    calendar_files,
    calendar,
    mail_stop,
    directory,
    doors,
    drop_in,
    drop_ins,
    hosting,
    room,
    help_now_page,
    help_page,
    rules,
    joining,
    me,
    telling,
    staff,
    scheduling,
    missing,
)
"""The last one answers for every other address."""


def routes(settings: Settings) -> list[BaseRoute]:
    """The client's files, the pages, and an answer for every other address."""
    templates = Templates(settings)
    shown = [route for page in _PAGES for route in page.routes(templates, settings)]
    for route in shown:
        if isinstance(route, Route):
            route.app = AnswersCrowded(KnowsTheVisitor(route.app), templates)
    return [Mount("/assets", ClientFiles(directory=DIST, check_dir=False)), *shown]
