"""All of the HTTP interface: every endpoint, and the routes made from them."""

from starlette.routing import BaseRoute

from server.api import commands, me, operations, people, reports, rooms, staff
from server.api.endpoint import Endpoint
from server.settings import Settings

ENDPOINTS: tuple[Endpoint, ...] = (
    *people.ENDPOINTS,
    *me.ENDPOINTS,
    *rooms.ENDPOINTS,
    *commands.ENDPOINTS,
    *reports.ENDPOINTS,
    *staff.ENDPOINTS,
)


def routes(settings: Settings) -> list[BaseRoute]:
    """The routes under /api, and those for the operator's machines."""
    del settings
    return [*(endpoint.route() for endpoint in ENDPOINTS), *operations.ROUTES]
