"""What the plain forms of a drop-in do: the same acts on its line and the same commands as the live
room's, made from a form's fields. Whoever sees the session is told after the commit.
"""

from typing import Any, cast, get_args

import msgspec

from persistence.journal import Accepted
from rooms.actor import Actor
from rooms.commands import Hosting
from rooms.dropins import acts
from rooms.dropins.acts import LineAct, OfHosts
from rooms.ids import DropInId, RoomId, new_public_id
from rooms.refusals import Code, Refusal, refuse
from server.parts import Parts

Form = dict[str, str]

_ACTS: tuple[type[msgspec.Struct], ...] = get_args(LineAct)
_OWN_COMMANDS: dict[str, str] = {"ready": "take_floor", "done": "free_floor"}
_HOST_COMMANDS: dict[str, str] = {
    "open": "open_drop_in",
    "end": "close_drop_in",
    "undo": "reopen_drop_in",
    "take": "take_hosting",
    "free": "free_floor",
    "pause": "freeze_floor",
    "carry": "freeze_floor",
    "go_on": "thaw_floor",
    "cohost": "name_co_host",
    "read_out": "read_out",
}


def own_act(form: Form) -> LineAct | None:
    """What somebody in line, or about to be, asks for; None for what the form cannot mean."""
    ticks = {"in_writing": form.get("in_writing") == "yes", "hidden": form.get("hidden") == "yes"}
    act = _line_act(form, ticks)
    return None if isinstance(act, OfHosts) else act


def host_act(form: Form) -> LineAct | None:
    """What a host does with the line."""
    minutes = form.get("minutes", "")
    number = {"minutes": int(minutes)} if minutes.isascii() and minutes.isdecimal() else {}
    act = _line_act(form, number)
    return act if isinstance(act, OfHosts) else None


async def act_in_line(
    parts: Parts, actor: Actor, drop_in: DropInId, act: LineAct
) -> Refusal | None:
    """Do it, and tell those who see the session."""
    done = await parts.line_gate.act(actor, drop_in, act)
    if isinstance(act, acts.AskModerator) and not isinstance(done, Refusal):
        parts.attention.attention_moved()
    return moved(parts, done)


async def move_floor(
    parts: Parts, actor: Actor, drop_in: DropInId, room: RoomId, form: Form
) -> Refusal | None:
    """I am ready; I have said what I wanted."""
    return await _command(parts, actor, drop_in, room, form, _OWN_COMMANDS)


async def host(
    parts: Parts, actor: Actor, drop_in: DropInId, room: RoomId, form: Form
) -> Refusal | None:
    """An act on the line, or a command, as the form names it."""
    act = host_act(form)
    if act is not None:
        return await act_in_line(parts, actor, drop_in, act)
    return await _command(parts, actor, drop_in, room, form, _HOST_COMMANDS)


def moved(parts: Parts, done: RoomId | Refusal) -> Refusal | None:
    """The refusal; without one, whoever sees the room's session is told."""
    if isinstance(done, Refusal):
        return done
    parts.lines.moved(done)
    return None


async def _command(
    parts: Parts,
    actor: Actor,
    drop_in: DropInId,
    room: RoomId,
    form: Form,
    known: dict[str, str],
) -> Refusal | None:
    """The page draws the command's id, so that a form sent twice is one command."""
    wanted = form.get("act", "")
    given: dict[str, Any] = {
        "type": known.get(wanted, ""),
        "room": room,
        "drop_in": drop_in,
        "command_id": form.get("command") or new_public_id(),
    }
    given |= _more(wanted, form)
    try:
        command = msgspec.convert(given, Hosting)
    except msgspec.ValidationError:
        return refuse(Code.BAD_REQUEST)
    outcome = await parts.desk.carry_out(actor, command)
    if not isinstance(outcome, Accepted):
        return outcome
    if wanted == "carry":
        parts.attention.attention_moved()
    parts.lines.moved(room)
    return None


def _more(wanted: str, form: Form) -> dict[str, Any]:
    match wanted:
        case "carry":
            return {"carry": True}
        case "free":
            return {"member": form.get("member", "")}
        case "cohost":
            return {"member": form.get("member") or None}
        case "read_out":
            return {"question": form.get("question", "")}
    return {}


def _line_act(form: Form, other: dict[str, Any]) -> LineAct | None:
    """The act of this name with those of its fields that the form has."""
    named = form.get("act", "")
    kind = next((each for each in _ACTS if each.__struct_config__.tag == named), None)
    if kind is None:
        return None
    given = {key: value for key, value in form.items() if key != "act" and value} | other
    known = {key: given[key] for key in kind.__struct_fields__ if key in given}
    try:
        return cast(LineAct, msgspec.convert(known | {"type": named}, kind))
    except msgspec.ValidationError:
        return None
