"""A room in one state, somebody of one standing in it, and others to act upon.

Everything is laid by an admin and by the people themselves, through the front door.
"""

from dataclasses import dataclass, field
from itertools import count

import httpx2
import msgspec
from sqlalchemy import Connection, text

from rooms import commands
from rooms.actor import Role
from rooms.commands import Reason, Writing
from rooms.ids import AccountId, PublicId, RoomId
from rooms.permissions import Readers
from tests.journeys.house import PUBLIC_URL, House, Person
from tests.journeys.journey import Writing as Ids
from tests.journeys.journey import by
from tests.permissions.stage import Stage

TRIES = 2
"""Each act is tried once over HTTP and once over a socket, on a target of its own."""
DAY_SECONDS = 86_400
_numbers = count(1)


@dataclass
class Ground:
    """`own`, `spare`, `others`, `taken_down`: messages, one a try; `sealed` is taken down and stays
    so. `targets`: members who have written and are paused, by the act of `pauses`. `stage`: a
    drop-in whose host is the first of the colleagues."""

    house: House
    web: httpx2.Client
    room: RoomId
    keeper: Person
    who: Person | None
    colleagues: list[Person]
    bystander: Person
    targets: list[Person]
    stage: Stage
    sealed: PublicId = ""
    own: list[PublicId] = field(default_factory=list)
    spare: list[PublicId] = field(default_factory=list)
    others: list[PublicId] = field(default_factory=list)
    taken_down: list[PublicId] = field(default_factory=list)
    pauses: list[PublicId] = field(default_factory=list)

    @property
    def ids(self) -> Ids:
        return by(self.room)

    def http(self, command: Writing, person: Person | None) -> str:
        """The answer to a command over HTTP: `ok`, or the code of the refusal."""
        plain = msgspec.to_builtins(command)
        return code_of(self.web.post("/api/commands", json=plain, headers=headers(person)))

    def must(self, command: Writing, person: Person) -> PublicId:
        """For what the ground itself needs."""
        answer = self.http(command, person)
        assert answer == "ok", (answer, command)
        return command.command_id

    async def say(self, person: Person) -> PublicId:
        await self.house.write(forget_the_pace)
        post = commands.PostMessage(**self.ids, body=f"word {next(_numbers)}")
        return self.must(post, person)


async def lay(
    house: House, web: httpx2.Client, keeper: Person, place: str, standing: str
) -> Ground:
    """The ground for one standing in one place."""
    readers = Readers.MEMBERS if place == "members" else Readers.GUESTS
    room, elsewhere = await house.rooms(2, readers)
    bystander, *others = await house.people(1 + 2 * TRIES)
    ground = Ground(
        house,
        web,
        room,
        keeper,
        who=await _somebody(house, standing),
        colleagues=others[:TRIES],
        bystander=bystander,
        targets=others[TRIES:],
        stage=Stage(room, AccountId(others[0].account)),
    )
    for colleague in ground.colleagues:
        await house.grant(colleague, Role.MENTOR, room)
    ground.sealed = await _taken_down(ground)
    for target in ground.targets:
        await _prepare(ground, target)
    await _stand(ground, elsewhere, standing)
    ground.stage.live = place == "line"
    if ground.who is not None:
        ground.stage.called = AccountId(ground.who.account)
    _bring_about(ground, place)
    return ground


async def _prepare(ground: Ground, target: Person) -> None:
    await ground.say(target)
    ground.others.append(await ground.say(ground.bystander))
    ground.taken_down.append(await _taken_down(ground))
    ground.pauses.append(ground.must(_mute(ground, target, 600), ground.keeper))
    if ground.who is not None:
        ground.own.append(await ground.say(ground.who))
        ground.spare.append(await ground.say(ground.who))


async def _taken_down(ground: Ground) -> PublicId:
    message = await ground.say(ground.bystander)
    remove = commands.RemoveMessage(**ground.ids, message=message, reason=Reason.UNKIND)
    ground.must(remove, ground.keeper)
    return message


async def _somebody(house: House, standing: str) -> Person | None:
    if standing == "guest":
        return None
    return await (house.newcomer() if standing == "newcomer" else house.person())


async def _stand(ground: Ground, elsewhere: RoomId, standing: str) -> None:
    who = ground.who
    match standing, who:
        case ("paused", Person()):
            ground.must(_mute(ground, who, DAY_SECONDS), ground.keeper)
        case ("away", Person()):
            member = who.member(ground.room)
            away = commands.RemoveMember(
                **ground.ids, member=member, seconds=DAY_SECONDS, reason=Reason.HEATED
            )
            ground.must(away, ground.keeper)
        case ("mentor" | "moderator" | "admin", Person()):
            await ground.house.grant(who, Role(standing), ground.room)
        case ("other_mentor" | "other_moderator", Person()):
            await ground.house.grant(who, Role(standing.removeprefix("other_")), elsewhere)
        case ("everywhere", Person()):
            await ground.house.grant(who, Role.MODERATOR, ground.room, everywhere=True)
        case ("suspended", Person()):
            await ground.house.grant(who, Role.MODERATOR, ground.room)
            member = who.member(ground.room)
            suspend = commands.SuspendPowers(**ground.ids, member=member, reason=Reason.OTHER)
            ground.must(suspend, ground.keeper)


def _bring_about(ground: Ground, place: str) -> None:
    if place == "locked":
        lock = commands.LockRoom(**ground.ids, reason=Reason.NO_COVER)
        ground.must(lock, ground.keeper)
    elif place == "calm":
        ground.must(commands.CalmRoom(**ground.ids), ground.keeper)


def _mute(ground: Ground, person: Person, seconds: int) -> commands.MuteMember:
    member = person.member(ground.room)
    return commands.MuteMember(**ground.ids, member=member, seconds=seconds, reason=Reason.FLOODING)


def headers(person: Person | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.token}"} if person else {"Origin": PUBLIC_URL}


def code_of(answer: httpx2.Response) -> str:
    if answer.is_success:
        return "ok"
    said: dict[str, str] = answer.json()
    return said["code"]


def forget_the_pace(connection: Connection) -> None:
    """Else the limits on writing would answer, and not the permissions."""
    connection.execute(text("UPDATE membership SET arrival = 0, last_post = 0"))
