"""What each act of the expectations asks of the service, and what undoes it before the next try."""

from collections.abc import Callable

from rooms import commands
from rooms.actor import Role
from rooms.commands import Ask, Reaction, Reason, Writing
from rooms.ids import MemberId, PublicId, new_public_id
from tests.permissions.ground import Ground

HOUR_SECONDS = 3600
REACTIONS = (Reaction.HUG, Reaction.HOPE)
PACES_SECONDS = (45, 50)
LETTERS = "bcdfghkpstvxz"


def _whom(ground: Ground, n: int) -> MemberId:
    return ground.targets[n].member(ground.room)


def _own(messages: list[PublicId], n: int) -> PublicId:
    """A guest has no message of their own, and asks about one that is not there."""
    return messages[n] if messages else new_public_id()


def _name() -> str:
    digits = new_public_id().replace("-", "")[:12]
    return "".join(LETTERS[int(digit, 16) % len(LETTERS)] for digit in digits)


WRITING: dict[str, Callable[[Ground, int], Writing]] = {
    "post": lambda g, n: commands.PostMessage(**g.ids, body=f"I am here {n}"),
    "edit": lambda g, n: commands.EditMessage(**g.ids, message=_own(g.own, n), body="I was here"),
    "retract": lambda g, n: commands.RetractMessage(**g.ids, message=_own(g.spare, n)),
    "react": lambda g, n: commands.React(**g.ids, message=g.others[n], reaction=REACTIONS[n]),
    "rename": lambda g, _: commands.ChangeName(**g.ids, name=_name()),
    "take_down": lambda g, n: commands.RemoveMessage(
        **g.ids, message=g.others[n], reason=Reason.UNKIND
    ),
    "put_back": lambda g, n: commands.RestoreMessage(**g.ids, message=g.taken_down[n]),
    "take_down_last_hour": lambda g, n: commands.RemoveRecent(
        **g.ids, member=_whom(g, n), reason=Reason.FLOODING
    ),
    "pause": lambda g, n: commands.MuteMember(
        **g.ids, member=_whom(g, n), seconds=HOUR_SECONDS, reason=Reason.HEATED
    ),
    "lift": lambda g, n: commands.LiftSanction(**g.ids, member=_whom(g, n), sanction=g.pauses[n]),
    "step_out": lambda g, n: commands.RemoveMember(
        **g.ids, member=_whom(g, n), seconds=HOUR_SECONDS, reason=Reason.HEATED
    ),
    "suspend": lambda g, n: commands.SuspendPowers(
        **g.ids, member=g.colleagues[n].member(g.room), reason=Reason.OTHER
    ),
    "make_mentor": lambda g, n: commands.ChangeRole(**g.ids, member=_whom(g, n), role=Role.MENTOR),
    "close_account": lambda g, n: commands.CloseAccount(
        **g.ids, member=_whom(g, n), reason=Reason.SELLING
    ),
    "slow": lambda g, n: commands.SetPace(**g.ids, pace_seconds=PACES_SECONDS[n]),
    "calm": lambda g, _: commands.CalmRoom(**g.ids),
    "end_calm": lambda g, _: commands.EndCalm(**g.ids),
    "lock": lambda g, _: commands.LockRoom(**g.ids, reason=Reason.HEATED),
    "unlock": lambda g, _: commands.UnlockRoom(**g.ids),
    "open_drop_in": lambda g, _: commands.OpenDropIn(**g.ids, drop_in=g.stage.drop_in),
    "take_floor": lambda g, _: commands.TakeFloor(**g.ids, drop_in=g.stage.drop_in),
    "freeze": lambda g, _: commands.FreezeFloor(**g.ids, drop_in=g.stage.drop_in),
    "take_hosting": lambda g, _: commands.TakeHosting(**g.ids, drop_in=g.stage.drop_in),
    "close_drop_in": lambda g, _: commands.CloseDropIn(**g.ids, drop_in=g.stage.drop_in),
}

ASKED: dict[str, Callable[[Ground], Ask]] = {
    "history": lambda g: commands.ReadHistory(room=g.room, before=2**40),
    "typing": lambda g: commands.Typing(room=g.room),
    "open_sealed": lambda g: commands.OpenSealed(
        room=g.room, message=g.sealed, reason="for the expectations"
    ),
    "count_recent": lambda g: commands.CountRecent(room=g.room, member=_whom(g, 0)),
    "watch_attention": lambda _: commands.WatchAttention(),
}

UNDONE: dict[str, Callable[[Ground], Writing]] = {
    "slow": lambda g: commands.SetPace(**g.ids, pace_seconds=None),
    "calm": lambda g: commands.EndCalm(**g.ids),
    "end_calm": lambda g: commands.CalmRoom(**g.ids),
    "lock": lambda g: commands.UnlockRoom(**g.ids),
    "unlock": lambda g: commands.LockRoom(**g.ids, reason=Reason.HEATED),
}
"""What the keeper does after an act that worked, so that the place is as it was."""
