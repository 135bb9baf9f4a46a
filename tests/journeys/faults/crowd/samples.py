"""What was measured of the people of a crowd: a sample is when it began by the event loop's clock,
and how many seconds it took. Cut windows with `between`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.journeys.faults.crowd.frames import Placed
from tests.journeys.faults.crowd.log import Opened
from tests.journeys.faults.crowd.person import CrowdPerson, Sample


def backs(people: Iterable[CrowdPerson]) -> list[Sample]:
    """From the loss of a line until its person was live in their room again."""
    return [sample for each in people for sample in each.back]


def receipts(people: Iterable[CrowdPerson]) -> list[Sample]:
    """From when a message was due until its receipt, whatever it had to wait for."""
    return [sample for each in people for sample in each.receipts]


def deliveries(people: Sequence[CrowdPerson]) -> list[Sample]:
    """From when a message was due until somebody else was shown it, for each of those."""
    return list(_deliveries(people, lambda door, at_door: True))


def crossings(people: Sequence[CrowdPerson]) -> list[Sample]:
    """The same, for those alone who listened at another door than it was handed in at."""
    return list(_deliveries(people, lambda door, at_door: door != at_door))


def between(samples: Iterable[Sample], start: float, end: float) -> list[float]:
    """The seconds of those that began in [start, end)."""
    return [seconds for when, seconds in samples if start <= when < end]


def _deliveries(
    people: Sequence[CrowdPerson], counts: Callable[[str, str], bool]
) -> Iterator[Sample]:
    sayings = {key: said for each in people for key, said in each.sayings.items()}
    for each in people:
        door = ""
        for when, thing in each.log:
            if isinstance(thing, Opened):
                door = thing.door
            elif isinstance(thing, Placed) and (said := sayings.get(thing.message or "")):
                theirs = said.author != each.person.account
                if theirs and counts(door, said.at_door):
                    yield said.due, when - said.due
