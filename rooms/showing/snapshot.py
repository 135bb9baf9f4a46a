"""A session as it was read at one moment, and what each viewer may see of it. Pure.

Nobody in line is shown another's name, question or place; nobody but hosts and moderators sees who
waits, and the note that came with a place is for the host alone.
"""

import msgspec

from rooms.actor import Role
from rooms.dropins.estimates import TurnLength, wait
from rooms.dropins.line import HeldReply, Line, Place
from rooms.dropins.views import Card, HeldBack, LineView, PlaceState, Wait, YourPlace
from rooms.ids import AccountId, RoomId
from rooms.showing.hosts_view import Desk, host_view

MOST_ALTERNATIVES = 3
_WAITS = (PlaceState.WAITING, PlaceState.LISTED)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """`version` grows with every change under the room's lock, `at` (ms) is when it was read.

    `over`: the last place of each who holds none now. `turns_ms`: how long this host's turns took,
    the latest first. `coming`: who said they would come, and whether they want to be reminded.
    `nearby`: other sessions ahead, the likeliest first. `next_change_at`: when the clock alone
    changes what is seen, if nobody does anything."""

    room: RoomId
    version: int
    at: int
    card: Card
    line: Line
    desk: Desk
    position_hidden: bool = False
    over: dict[AccountId, Place] = {}
    turns_ms: tuple[int, ...] = ()
    coming: dict[AccountId, bool] = {}
    nearby: tuple[Card, ...] = ()
    next_change_at: int | None = None

    def view(self, account: AccountId | None, role: Role) -> LineView:
        """What this viewer sees; None is a guest. `role`: in the session's room, now."""
        if account is None:
            return LineView(room=self.room, at=self.at, card=self.card)
        hosting = host_view(self.line, self.desk, account, role, self.at)
        return LineView(
            room=self.room,
            version=self.version if hosting else 0,
            at=self.at,
            card=self.card,
            yours=self._yours(account),
            hosting=hosting,
            held=sum(reply.refusal is None for reply in self._replies(account)),
            held_back=tuple(
                HeldBack(reply=reply.id, body=reply.body, code=why.code, params=why.params)
                for reply in self._replies(account)
                if (why := reply.refusal) is not None
            ),
            coming=account in self.coming,
            remind=self.coming.get(account, False),
        )

    def _replies(self, account: AccountId) -> list[HeldReply]:
        """Those of this person that were not said."""
        return [each for each in self.line.replies if each.account == account and not each.released]

    @property
    def languages_wanted(self) -> frozenset[str]:
        """Of those in line who need another way to be heard: in these `nearby` is looked for."""
        places = (*self.line.held, *self.over.values())
        return frozenset(each.language for each in places if self._needs_another_way(each))

    def _needs_another_way(self, place: Place) -> bool:
        estimate = self._wait(place)
        return (
            place.state is PlaceState.UNREACHED
            or self._mismatch(place)
            or (estimate is not None and estimate.unlikely)
        )

    def _mismatch(self, place: Place) -> bool:
        return place.held and place.language not in self.card.languages

    def _yours(self, account: AccountId) -> YourPlace | None:
        place = self.line.of(account) or self.over.get(account)
        if place is None or place.state is PlaceState.LEFT:
            return None
        hidden = self.position_hidden or place.position_hidden
        stuck = self._needs_another_way(place)
        return YourPlace(
            state=place.state,
            position=None if hidden else self.line.position(account),
            position_hidden=hidden,
            wait=self._wait(place),
            until=place.until,
            question=place.question,
            note=place.note,
            shown=place.shown,
            language=place.language,
            in_writing=place.in_writing,
            first_time=place.first_time,
            told=self.line.told if place.held else "",
            told_at=self.line.told_at if place.held else None,
            moved_down=place.moved_down,
            answer=place.answer,
            mismatch=self._mismatch(place),
            alternatives=self._alternatives(place.language) if stuck else (),
        )

    def _wait(self, place: Place) -> Wait | None:
        if place.state not in _WAITS:
            return None
        card, now = self.card, self.at
        return wait(
            TurnLength(self.turns_ms, self.line.turn_minutes),
            self.line.turns_ahead(place.account),
            begins_in_ms=0 if card.opened_at else max(0, card.starts_at - now),
            talking_for_ms=now - card.speaker_since if card.speaker else None,
            left_ms=card.ends_at - now,
        )

    def _alternatives(self, language: str) -> tuple[Card, ...]:
        """Other sessions in the person's language, as they come in `nearby`."""
        fitting = [card for card in self.nearby if language in card.languages]
        return tuple(fitting[:MOST_ALTERNATIVES])
