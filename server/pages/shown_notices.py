"""What a person has to be told, as their page says it: in their language and their time."""

from dataclasses import dataclass

from persistence.people.notices import Notice
from server.pages.page_texts import moment
from server.pages.shown_times import Clock


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """`link`: the session it is about; empty for what happened to the account itself."""

    notice: str
    text: str
    link: str


def shown_notice(clock: Clock, notice: Notice) -> ShownNotice:
    """A session's day and time; of the account the day it happened."""
    at = clock.at(notice.at if notice.starts_at is None else notice.starts_at)
    day = at.within if notice.drop_in else moment(clock.lang, notice.at).day
    text = clock.says(f"notice-{notice.kind}", day=day, clock=at.clock)
    return ShownNotice(notice.notice, text, f"/d/{notice.drop_in}" if notice.drop_in else "")
