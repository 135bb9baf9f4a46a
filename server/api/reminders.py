"""What a person has to be told, and how: their notices, time zone, mail, and calendar address."""

from http import HTTPStatus

import msgspec
from starlette.requests import Request

from persistence.people import feeds, notices, wishes
from persistence.people.notices import Notice
from rooms.dropins.acts import Language
from rooms.dropins.plan import ZoneName
from rooms.refusals import Code, Refusal, refuse
from server.api.answering import answers, body_of
from server.api.endpoint import Access, Endpoint
from server.calendar import zones
from server.people import own_calendar
from server.people.auth import parts_of, signed_in
from server.texts import LANGUAGES


class Notices(msgspec.Struct, frozen=True, kw_only=True):
    """Oldest first. `zone`: the person's, for the times in them; null while none was chosen."""

    notices: tuple[Notice, ...]
    zone: str | None = None


class CalendarChoices(msgspec.Struct, frozen=True, kw_only=True):
    """`sends_mail`: this place can; `by_mail`: the person wants it and has an address. `since`: of
    the secret address, in ms; null without one. `plain_titles`: they name the host and the room."""

    zone: str | None
    tongue: str | None
    sends_mail: bool
    by_mail: bool
    since: int | None = None
    plain_titles: bool = False


class ChosenZone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`tongue`: to be written to in; without it that stays as it is."""

    zone: ZoneName
    tongue: Language | None = None


class ChosenMail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    by_mail: bool


class AskedAddress(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    plain_titles: bool = False


class CalendarAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Shown once, stored as a hash only."""

    address: str


_chosen_zone = msgspec.json.Decoder(ChosenZone)
_chosen_mail = msgspec.json.Decoder(ChosenMail)
_asked_address = msgspec.json.Decoder(AskedAddress)


@answers()
async def read_notices(request: Request) -> Notices:
    """List what waits to be read by the person."""
    actor, database = await signed_in(request), parts_of(request).database
    return Notices(
        notices=tuple(await database.read(notices.unseen, actor.account)),
        zone=(await database.read(wishes.of, actor.account)).zone,
    )


@answers()
async def choose_zone(request: Request) -> Refusal | None:
    """Choose the time zone that times are told in."""
    actor = await signed_in(request)
    asked = await body_of(request, _chosen_zone)
    if zones.zone(asked.zone) is None or asked.tongue not in (None, *LANGUAGES):
        return refuse(Code.BAD_REQUEST)
    database = parts_of(request).database
    await database.write(wishes.set_zone, actor.account, asked.zone, asked.tongue)
    return None


@answers()
async def choose_mail(request: Request) -> Refusal | None:
    """Be written to by mail as well, or not any more.

    Refused with `bad_email` while the account has no address.
    """
    actor = await signed_in(request)
    asked = await body_of(request, _chosen_mail)
    return await own_calendar.choose_mail(parts_of(request), actor, wanted=asked.by_mail)


@answers()
async def read_calendar(request: Request) -> CalendarChoices:
    """Tell what the person has chosen about times, mail and their calendar."""
    actor, parts = await signed_in(request), parts_of(request)
    wished = await parts.database.read(wishes.of, actor.account)
    feed = await parts.database.read(feeds.of, actor.account)
    return CalendarChoices(
        zone=wished.zone,
        tongue=wished.tongue,
        sends_mail=parts.settings.smtp is not None,
        by_mail=wished.by_mail,
        since=feed.created_at if feed else None,
        plain_titles=feed is not None and feed.plain_titles,
    )


@answers(HTTPStatus.CREATED)
async def make_calendar_address(request: Request) -> CalendarAddress:
    """Make a secret calendar address; the one before shows nothing any more."""
    actor, parts = await signed_in(request), parts_of(request)
    asked = await body_of(request, _asked_address)
    made = await own_calendar.make_address(parts, actor, plain_titles=asked.plain_titles)
    return CalendarAddress(address=made)


@answers()
async def stop_calendar(request: Request) -> None:
    """Let the secret address show nothing any more."""
    actor = await signed_in(request)
    await parts_of(request).database.write(feeds.stop, actor.account)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        method="GET",
        path="/api/me/notices",
        handler=read_notices,
        access=Access.SIGNED_IN,
        result=Notices,
    ),
    Endpoint(
        method="POST",
        path="/api/me/zone",
        handler=choose_zone,
        access=Access.SIGNED_IN,
        body=ChosenZone,
    ),
    Endpoint(
        method="POST",
        path="/api/me/mail",
        handler=choose_mail,
        access=Access.SIGNED_IN,
        body=ChosenMail,
        refusals=(Code.BAD_EMAIL,),
    ),
    Endpoint(
        method="GET",
        path="/api/me/calendar",
        handler=read_calendar,
        access=Access.SIGNED_IN,
        result=CalendarChoices,
    ),
    Endpoint(
        method="POST",
        path="/api/me/calendar",
        handler=make_calendar_address,
        access=Access.SIGNED_IN,
        body=AskedAddress,
        result=CalendarAddress,
        success_status=HTTPStatus.CREATED,
    ),
    Endpoint(
        method="DELETE",
        path="/api/me/calendar",
        handler=stop_calendar,
        access=Access.SIGNED_IN,
    ),
)
