"""Joining and coming back when two things happen at once, or not at all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from persistence import migrations
from persistence.people import accounts, credentials
from persistence.people.sessions import SessionKind
from rooms.ids import new_public_id
from rooms.refusals import Code, Refusal
from server.compose import compose
from server.parts import Parts
from server.passwords import Passwords
from server.people import admission
from server.people.admission import Application, Joined
from server.people.auth import begin_session_of
from server.people.caller import Caller
from server.people.recognised import Recognised
from server.settings import load

PASSWORD = "four quiet words here"
FAR = Caller("203.0.113.0/24", here=False)


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    settings = load(data_dir=tmp_path)
    await asyncio.to_thread(migrations.upgrade, settings.database)
    async with compose(settings) as parts:
        yield parts


def application(name: str, form: str | None = None) -> Application:
    return Application(
        name=name, password=PASSWORD, adult=True, consents=True, form=form or new_public_id()
    )


async def test_form_sent_twice_at_once_makes_one_account(parts: Parts) -> None:
    asked = application("Marigold")
    made = await asyncio.gather(*(admission.join(parts, FAR, asked) for _ in range(3)))
    assert all(isinstance(each, Joined) for each in made)
    assert len({msgspec.json.encode(each) for each in made}) == 1
    assert await parts.database.read(accounts.count) == 1


async def test_two_who_want_one_name_at_once_do_not_both_get_it(parts: Parts) -> None:
    made = await asyncio.gather(
        *(admission.join(parts, FAR, application("Marigold")) for _ in range(3))
    )
    refused = [each.code for each in made if isinstance(each, Refusal)]
    assert refused == [Code.NAME_TAKEN] * 2


async def test_log_in_does_not_outlive_the_password_it_was_made_with(parts: Parts) -> None:
    await admission.join(parts, FAR, application("Marigold"))
    person = await admission.recognise(parts, FAR, "Marigold", PASSWORD)
    assert isinstance(person, Recognised)
    now = await parts.database.now_ms()
    await parts.database.write(credentials.set_password, person.account, "a new hash", now)
    begun = await begin_session_of(parts.database, person, SessionKind.BROWSER)
    assert isinstance(begun, Refusal)
    assert begun.code is Code.WRONG_LOGIN


async def test_busy_house_counts_no_guess(parts: Parts) -> None:
    await admission.join(parts, FAR, application("Marigold"))
    busy = replace(parts, passwords=Passwords(threads=1, waiting=-1))
    for _ in range(30):
        refused = await admission.recognise(busy, FAR, "Marigold", PASSWORD)
        assert isinstance(refused, Refusal)
        assert refused.code is Code.BUSY
    busy.passwords.close()
    assert isinstance(await admission.recognise(parts, FAR, "Marigold", PASSWORD), Recognised)


async def test_guesses_made_at_once_are_all_counted(parts: Parts) -> None:
    guesses = (admission.recognise(parts, FAR, "Marigold", "wrong one") for _ in range(12))
    refused = [each for each in await asyncio.gather(*guesses) if isinstance(each, Refusal)]
    assert sorted(each.code for each in refused) == (
        [Code.TOO_MANY_TRIES] * 7 + [Code.WRONG_LOGIN] * 5
    )
