"""Handing over what waits in the outbox about a session: into the page's notices in one
transaction, and to whoever sends mail. Under the room's lock it is looked at once more whether the
person still wants it and whether it is still true, so that nothing follows a cancellation.
"""

import msgspec
from sqlalchemy import Connection, select

from persistence import clock, locks, outbox, tables
from persistence.outbox import Channel, Kind, Parcel
from persistence.people import notices
from persistence.people.notices import NoticeKind
from rooms.dropins.stages import State
from rooms.ids import AccountId, DropInId, RoomId

NOTICES = {
    Kind.REMINDER_DAY: NoticeKind.REMINDER_DAY,
    Kind.REMINDER_SOON: NoticeKind.REMINDER_SOON,
    Kind.OPEN: NoticeKind.SESSION_OPEN,
    Kind.MOVED: NoticeKind.SESSION_MOVED,
    Kind.CANCELLED: NoticeKind.SESSION_CANCELLED,
    Kind.STOPPED: NoticeKind.SESSION_STOPPED,
    Kind.QUESTION_ANSWERED: NoticeKind.QUESTION_ANSWERED,
}
MAILED = frozenset(
    {Kind.REMINDER_DAY, Kind.REMINDER_SOON, Kind.MOVED, Kind.CANCELLED, Kind.STOPPED}
)
_AHEAD = (State.SCHEDULED, State.LIVE)

_d = tables.drop_in.c
_a = tables.account.c
_c = tables.drop_in_coming.c


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Times in ms, database clock; `zone` is the one it was scheduled in."""

    drop_in: DropInId
    room: RoomId
    state: State
    starts_at: int
    ends_at: int
    zone: str


class Addressee(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it is for. `address`: where mail goes, None without one or without agreement."""

    account: AccountId
    coming: bool
    remind: bool
    address: str | None
    zone: str | None
    tongue: str | None


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that is claimed and may be sent now. Never logged: it holds an address."""

    parcel: Parcel
    session: Session
    address: str
    zone: str | None
    tongue: str | None


def tell(connection: Connection, drop_in: DropInId, *, mails: bool) -> list[AccountId]:
    """Turn what waits for the page about this session into notices, exactly once, and put in the
    mail that goes with it where `mails` can be sent. Whose pages have something new."""
    session = _held(connection, drop_in)
    now = clock.now_ms(connection)
    parcels = outbox.claim(connection, now, outbox.about(drop_in, Channel.PAGE))
    people = _addressees(connection, parcels)
    told, useless = [], []
    for parcel in parcels:
        person = people.get(parcel.account)
        if session is None or person is None or not wanted(parcel, session, person, now):
            useless.append(parcel.id)
            continue
        told.append(parcel)
        notices.tell(connection, parcel.account, NOTICES[parcel.kind], now, drop_in)
        if mails and person.address is not None and parcel.kind in MAILED:
            _put_mail(connection, parcel, now)
    outbox.done(connection, [parcel.id for parcel in told], now)
    outbox.drop(connection, useless, now)
    return [parcel.account for parcel in told]


def claim_letter(connection: Connection, number: int) -> Letter | None:
    """One mail to be sent within the lease; None when another process has it, or it is of no use
    any more and was dropped."""
    subject = connection.execute(
        select(tables.outbox.c.subject).where(tables.outbox.c.id == number)
    ).scalar_one_or_none()
    session = None if subject is None else _held(connection, subject)
    now = clock.now_ms(connection)
    for parcel in outbox.claim(connection, now, outbox.row(number)):
        person = _addressees(connection, [parcel]).get(parcel.account)
        if (
            session is not None
            and person is not None
            and person.address is not None
            and wanted(parcel, session, person, now)
        ):
            return Letter(
                parcel=parcel,
                session=session,
                address=person.address,
                zone=person.zone,
                tongue=person.tongue,
            )
        outbox.drop(connection, [number], now)
    return None


def wanted(parcel: Parcel, session: Session, person: Addressee, now: int) -> bool:
    """Whether it is still true, of use, and asked for."""
    same = parcel.payload.starts_at in (0, session.starts_at)
    ahead = session.state in _AHEAD
    match parcel.kind:
        case Kind.REMINDER_DAY:
            still = session.state is State.SCHEDULED and now < session.starts_at
            return person.remind and same and still
        case Kind.REMINDER_SOON:
            return person.remind and same and ahead and now < session.starts_at
        case Kind.OPEN:
            return person.remind and session.state is State.LIVE
        case Kind.MOVED:
            return person.coming and same and ahead and now < session.ends_at
        case Kind.CANCELLED | Kind.STOPPED:
            return not ahead and now < session.ends_at
        case Kind.QUESTION_ANSWERED:
            return True


def _held(connection: Connection, drop_in: DropInId) -> Session | None:
    """Read once its room's row is held, so that it cannot be called off meanwhile."""
    room = connection.execute(select(_d.room_id).where(_d.id == drop_in)).scalar_one_or_none()
    if room is None:
        return None
    locks.hold_room(connection, room)
    columns = (_d.room_id, _d.state, _d.starts_at, _d.ends_at, _d.zone)
    row = connection.execute(select(*columns).where(_d.id == drop_in)).one()
    return Session(
        drop_in=drop_in,
        room=row.room_id,
        state=State(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
    )


def _addressees(connection: Connection, parcels: list[Parcel]) -> dict[AccountId, Addressee]:
    """Those whose account is open."""
    if not parcels:
        return {}
    columns = (_a.id, _a.email, _a.mail_agreed_at, _a.zone, _a.tongue, _c.remind)
    mine = (_c.account_id == _a.id) & (_c.drop_in_id == parcels[0].subject)
    asked = (
        select(*columns)
        .outerjoin(tables.drop_in_coming, mine)
        .where(_a.id.in_({parcel.account for parcel in parcels}), _a.state == "open")
    )
    return {
        AccountId(row.id): Addressee(
            account=AccountId(row.id),
            coming=row.remind is not None,
            remind=bool(row.remind),
            address=row.email if row.mail_agreed_at is not None else None,
            zone=row.zone,
            tongue=row.tongue,
        )
        for row in connection.execute(asked)
    }


def _put_mail(connection: Connection, parcel: Parcel, now: int) -> None:
    outbox.put(
        connection,
        key=f"{parcel.key.removesuffix(f':{Channel.PAGE}')}:{Channel.MAIL}",
        kind=parcel.kind,
        channel=Channel.MAIL,
        account=parcel.account,
        subject=parcel.subject,
        payload=msgspec.structs.asdict(parcel.payload),
        due_at=now,
    )
