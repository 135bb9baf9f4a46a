"""All of the HTTP interface: every endpoint, and the routes made from them."""

from starlette.routing import BaseRoute

from server.api import (
    commands,
    drop_in_afterwards,
    drop_in_questions,
    drop_in_series,
    drop_ins,
    help_now,
    me,
    operations,
    people,
    reminders,
    reports,
    rooms,
    staff,
)
from server.api.endpoint import Endpoint
from server.settings import Settings

ENDPOINTS: tuple[Endpoint, ...] = (
    *people.ENDPOINTS,
    *me.ENDPOINTS,
    *reminders.ENDPOINTS,
    *rooms.ENDPOINTS,
    *commands.ENDPOINTS,
    *reports.ENDPOINTS,
    *staff.ENDPOINTS,
    *help_now.ENDPOINTS,
    *drop_ins.ENDPOINTS,
    *drop_in_questions.ENDPOINTS,
    *drop_in_afterwards.ENDPOINTS,
    *drop_in_series.ENDPOINTS,
)


def routes(settings: Settings) -> list[BaseRoute]:
    """The routes under /api, and those for the operator's machines."""
    del settings
    return [*(endpoint.route() for endpoint in ENDPOINTS), *operations.ROUTES]
