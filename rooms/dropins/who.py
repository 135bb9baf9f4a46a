"""Who acts on a line, as far as that matters for it. Whether they may at all was asked before."""

import msgspec

from rooms.dropins.line import Line, Place
from rooms.ids import AccountId, DropInId, MemberId, PublicId


class Target(msgspec.Struct, frozen=True):
    """Whom a host's act is about. `helps`: is a mentor or a moderator here, with their powers."""

    account: AccountId
    name: str
    helps: bool = False


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """`staff`: a moderator of this room. `first_time`: was never heard in a line. `elsewhere`: the
    session in which they hold a place, if it is another one. `new_id`: for what the act makes.
    `known`: the people an act may speak of, by their member id."""

    account: AccountId
    staff: bool = False
    first_time: bool = True
    elsewhere: DropInId | None = None
    new_id: PublicId
    known: dict[MemberId, Target] = {}

    def leads(self, line: Line) -> bool:
        """Whether they run this session: as its host, beside the host, or as a moderator."""
        return self.staff or self.account in line.hosts

    def place_of(self, line: Line, member: MemberId) -> Place | None:
        target = self.known.get(member)
        return line.of(target.account) if target else None

    def name_of(self, account: AccountId) -> str:
        return next((t.name for t in self.known.values() if t.account == account), "")
