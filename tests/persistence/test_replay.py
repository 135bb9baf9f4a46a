"""For every command: entries replayed = page read fresh = what the live listeners folded."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from persistence.journal import Accepted
from persistence.reading import transcripts
from persistence.reading.fold import fold
from rooms import commands
from rooms.actor import Actor, Role
from rooms.commands import Reaction, Reason, Writing
from rooms.dropins.forms import Form
from rooms.ids import AccountId, DropInId, PublicId, RoomId, TreeId, new_public_id
from rooms.transcript import Entry
from tests.persistence import hours
from tests.persistence.community import Community, codes, post, submit

MOST_STEPS = 8


@dataclass(frozen=True)
class Step:
    """Who does what to which of the messages so far."""

    who: int
    act: str
    message: int
    reaction: Reaction


ACTS = (
    *("post", "post", "reply", "edit", "retract", "react", "unreact"),
    *("remove", "restore", "mute", "step_out", "lift", "rename", "close", "open"),
    *("remove_recent", "lock", "unlock", "pace", "calm", "end_calm", "suspend", "leave"),
    *("open_drop_in", "end_drop_in", "reopen", "take_floor", "free_floor", "freeze", "thaw"),
    *("take_hosting", "nobody_beside", "read_out"),
)
steps = st.lists(
    st.builds(
        Step,
        who=st.integers(0, 2),
        act=st.sampled_from(ACTS),
        message=st.integers(0, 4),
        reaction=st.sampled_from(Reaction),
    ),
    min_size=2,
    max_size=MOST_STEPS,
)
relaxed = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Stage:
    """Three people, the last of them a moderator who hosts a circle, in a room of their own.
    The first was called; the second has asked something under their name."""

    community: Community
    room: RoomId
    people: list[Actor]
    drop_in: DropInId
    question: PublicId
    sanction: PublicId = field(default_factory=new_public_id)

    def script(self, plan: list[Step]) -> list[tuple[Actor, Writing]]:
        openings = [post(self.room, f"Opening {number}") for number in range(3)]
        script: list[tuple[Actor, Writing]] = list(zip(self.people, openings, strict=True))
        messages = [opening.command_id for opening in openings]
        for number, step in enumerate(plan):
            about = messages[step.message % len(messages)]
            command = self._command(step, number, about)
            if isinstance(command, commands.PostMessage):
                messages.append(command.command_id)
            script.append((self.people[step.who], command))
        return script

    def _command(self, step: Step, number: int, about: PublicId) -> Writing:
        place: dict[str, Any] = {"room": self.room, "command_id": new_public_id()}
        target = self.community.member(self.people[step.message % 3], self.room)
        match step.act:
            case "post":
                return post(self.room, f"Post {number}")
            case "reply":
                return post(self.room, f"Reply {number}", about)
            case "edit":
                return commands.EditMessage(**place, message=about, body=f"Edit {number}")
            case "retract":
                return commands.RetractMessage(**place, message=about)
            case "react" | "unreact":
                on = step.act == "react"
                return commands.React(**place, message=about, reaction=step.reaction, on=on)
            case "remove":
                return commands.RemoveMessage(**place, message=about, reason=Reason.UNKIND)
            case "restore":
                return commands.RestoreMessage(**place, message=about)
            case "mute" | "step_out":
                kind = commands.MuteMember if step.act == "mute" else commands.RemoveMember
                self.sanction = place["command_id"]
                return kind(**place, member=target, seconds=60, reason=Reason.FLOODING)
            case "lift":
                return commands.LiftSanction(**place, member=target, sanction=self.sanction)
            case "close":
                return commands.CloseAccount(**place, member=target, reason=Reason.OTHER)
            case "open":
                return commands.OpenAccount(**place, member=target)
            case "remove_recent":
                return commands.RemoveRecent(**place, member=target, reason=Reason.FLOODING)
            case "suspend":
                return commands.SuspendPowers(**place, member=target, reason=Reason.UNKIND)
            case "leave":
                return commands.LeaveCommunity(**place)
            case "lock" | "unlock" | "pace" | "calm" | "end_calm":
                return _of_the_room(step.act, place)
            case "read_out":
                place["drop_in"] = self.drop_in
                return commands.ReadOut(**place, question=self.question)
            case act if act in HOSTING:
                hosting: Writing = HOSTING[act](**place, drop_in=self.drop_in)
                return hosting
            case _:
                return commands.ChangeName(**place, name=_name(number, self.room))


def _name(number: int, room: RoomId) -> str:
    return f"Name {'ABCDEFGHJK'[number]}{room[:8]}"


HOSTING: dict[str, Any] = {
    "open_drop_in": commands.OpenDropIn,
    "end_drop_in": commands.CloseDropIn,
    "reopen": commands.ReopenDropIn,
    "take_floor": commands.TakeFloor,
    "free_floor": commands.FreeFloor,
    "freeze": partial(commands.FreezeFloor, carry=True),
    "thaw": commands.ThawFloor,
    "take_hosting": commands.TakeHosting,
    "nobody_beside": partial(commands.NameCoHost, member=None),
}


def _of_the_room(act: str, place: dict[str, Any]) -> Writing:
    match act:
        case "lock":
            return commands.LockRoom(**place, reason=Reason.HEATED)
        case "unlock":
            return commands.UnlockRoom(**place)
        case "pace":
            return commands.SetPace(**place, pace_seconds=1)
        case "calm":
            return commands.CalmRoom(**place, seconds=60)
        case _:
            return commands.EndCalm(**place)


async def new_stage(community: Community) -> Stage:
    """A room and people of one example's own, so that examples do not meet."""
    (room,) = await community.rooms(1, TreeId(f"tree-{new_public_id()}"))
    people = [await community.stranger(), await community.stranger()]
    mod = await community.stranger(Role.MODERATOR, room)
    drop_in, question = await community.database.write(_circle, room, mod, people)
    return Stage(community, room, [*people, mod], drop_in, question)


def _circle(
    connection: Connection, room: RoomId, host: Actor, people: list[Actor]
) -> tuple[DropInId, PublicId]:
    drop_in = hours.plan(connection, room, AccountId(host.account), 0, form=Form.CIRCLE.value)
    hours.call(connection, drop_in, AccountId(people[0].account))
    question = hours.ask(connection, room, drop_in, AccountId(people[1].account))
    return drop_in, question


async def replayed(stage: Stage) -> list[Entry]:
    return await stage.community.database.read(transcripts.read_entries, stage.room, 0, 1_000)


def everybody(*acts: str) -> list[Step]:
    return [Step(who, act, message=who, reaction=Reaction.HUG) for act in acts for who in range(3)]


ONCE_MORE = everybody("post", "mute", "free_floor", "end_drop_in", "reopen", "freeze", "post")


@relaxed
@example(plan=everybody("remove_recent", "restore"))
@example(plan=everybody("leave", "post"))
@example(plan=everybody("rename", "remove", "restore"))
@example(plan=[*everybody("open_drop_in", "take_floor"), *ONCE_MORE])
@example(plan=everybody("open_drop_in", "read_out", "rename"))
@example(plan=everybody("open_drop_in", "read_out", "rename", "leave"))
@given(plan=steps)
async def test_entries_replayed_are_the_page_read_fresh(
    community: Community, plan: list[Step]
) -> None:
    stage = await new_stage(community)
    live: list[Entry] = []  # All but the moderator's appointment, which came first.
    for actor, command in stage.script(plan):
        outcome = await stage.community.do(actor, command)
        if isinstance(outcome, Accepted):
            live += outcome.entries
    entries = await replayed(stage)
    assert [entry.seq for entry in entries] == list(range(1, len(live) + 2))
    for viewer in stage.people:
        me = stage.community.member(viewer, stage.room)
        page = await stage.community.database.read(
            transcripts.read_page, stage.room, None, 100, viewer.account
        )
        assert list(page.messages) == fold(entries, me) == fold(live, me)
        assert page.as_of == len(entries)


@relaxed
@example(plan=list(reversed(everybody("rename"))))
@example(plan=[*everybody("open_drop_in", "take_floor"), *ONCE_MORE])
@given(plan=steps)
async def test_one_batch_comes_to_the_same_as_one_by_one(
    community: Community, plan: list[Step]
) -> None:
    together, apart = await new_stage(community), await new_stage(community)
    batch = [submit(*each) for each in together.script(plan)]
    outcomes = await community.process.journal.append(batch)
    single = [await apart.community.do(*each) for each in apart.script(plan)]
    assert codes(outcomes) == codes(single)
    kinds = [[type(entry.event) for entry in await replayed(stage)] for stage in (together, apart)]
    assert kinds[0] == kinds[1]
    pages = [
        await community.database.read(transcripts.read_page, stage.room, None, 100)
        for stage in (together, apart)
    ]
    shown = [
        [(m.body, m.gone, m.edited_at is None, m.reactions) for m in page.messages]
        for page in pages
    ]
    assert shown[0] == shown[1]
