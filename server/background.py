"""What a process does beside answering: its jobs, by name. What each of them does is in
`server.jobs`, and how they are kept running in `server.jobs.supervised`.
"""

from functools import partial

from server.jobs import outbox, purge, reminders, schedules, seeing, timekeeper
from server.jobs.drop_ins import DropIns
from server.jobs.outbox import Postman
from server.jobs.supervised import Job
from server.mail.letter import Stationery
from server.mail.post_office import PostOffice
from server.node.notices import telling
from server.parts import Parts


def background(parts: Parts) -> dict[str, Job]:
    return {
        "broker": parts.broker.run,
        "relay": parts.relay.run,
        "presence": parts.tracker.run,
        "heartbeat": parts.connections.beat,
        "authority": parts.authority.run,
        "lines": parts.lines.run,
        "markers": parts.markers.run,
        "timekeeper": partial(timekeeper.run, parts.database, parts.desk, _drop_ins(parts)),
        "seeing": partial(seeing.run, parts.database, parts.hub, parts.lines, parts.secret),
        "schedules": partial(schedules.run, parts),
        "reminders": partial(reminders.run, parts.database),
        "notices": partial(
            outbox.tell_pages,
            parts.database,
            telling(parts.connections, parts.broker),
            mails=parts.settings.smtp is not None,
        ),
        **_mail(parts),
        "purge": partial(purge.run, parts.database, parts.settings.audit_days),
    }


def _drop_ins(parts: Parts) -> DropIns:
    told = telling(parts.connections, parts.broker)
    return DropIns(parts.database, parts.desk, parts.lines, parts.attention, told)


def _mail(parts: Parts) -> dict[str, Job]:
    """Nothing where the operator has named no mail server."""
    settings = parts.settings
    if settings.smtp is None or settings.mail_from is None:
        return {}
    house = Stationery(parts.catalogue, parts.secret, settings.address, settings.mail_from)
    office = PostOffice.at(settings.smtp)
    return {"mail": Postman(parts.database, office, house).run}
