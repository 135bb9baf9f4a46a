"""What a person decides about their calendar's address, and about being written to."""

from persistence.people import feeds, wishes
from rooms.actor import Actor
from rooms.refusals import Code, Refusal, refuse
from server.calendar.feed import new_token, token_hash
from server.parts import Parts


async def make_address(parts: Parts, actor: Actor, *, plain_titles: bool) -> str:
    """A secret address in place of any before it. It is known to the caller alone."""
    token = new_token()
    await parts.database.write(
        feeds.make, actor.account, token_hash(token), plain_titles=plain_titles
    )
    return f"{parts.settings.address}/calendar/{token}.ics"


async def choose_mail(parts: Parts, actor: Actor, *, wanted: bool) -> Refusal | None:
    """Also by mail from now on, or not any more; `bad_email` where there is no address."""
    if not wanted:
        await parts.database.write(wishes.no_more_mail, actor.account)
        return None
    wished = await parts.database.read(wishes.of, actor.account)
    if wished.address is None:
        return refuse(Code.BAD_EMAIL)
    await parts.database.write(wishes.agree_to_mail, actor.account)
    return None
