"""The model goes by what was measured, says where it was not, and grows as it should."""

import pytest

from benchmarks.report import stored
from benchmarks.results import Result, Row
from benchmarks.scale.constants import SOURCES, constants
from benchmarks.scale.model import Behaviour, Machines, ceiling, need
from tests.benchmarks.invented import invented

STAND_INS = {name: source.stand_in for name, source in SOURCES.items()}


def _crossing() -> Result:
    return Result(
        name="crossing",
        title="",
        means="",
        at="",
        machine={},
        runs=5,
        targets=(),
        rows=(
            Row(name="published, nobody listens", figures={"process_us": 10.0}),
            Row(name="heard, the room is listened to", figures={"process_us": 13.0}),
        ),
    )


def test_a_constant_is_read_from_its_result_or_said_to_be_a_stand_in() -> None:
    known = constants([_crossing(), invented()])
    assert (known["publish_us"].value, known["publish_us"].measured) == (10.0, True)
    assert known["hear_us"].value == 3.0
    assert not known["delivery_us"].measured
    assert known["delivery_us"].value == STAND_INS["delivery_us"]


def test_what_is_stored_holds_the_constants_that_are_looked_for_in_it() -> None:
    results = stored.everything()
    names = {result.name for result in results}
    known = constants(results)
    unfound = [n for n, c in known.items() if not c.measured and c.source.benchmark in names]
    assert unfound == []


def test_twice_the_people_need_no_less_of_anything() -> None:
    small, large = need(100_000, STAND_INS), need(200_000, STAND_INS)
    assert large.messages_a_second == pytest.approx(2 * small.messages_a_second)
    assert large.processes >= 2 * small.processes - 1
    assert large.postgres_heads_cores >= 2 * small.postgres_heads_cores
    few, many = (each.shares(Machines()) for each in (small, large))
    assert all(many[resource] >= few[resource] for resource in few)


def test_a_ceiling_is_where_a_resource_is_used_up() -> None:
    for resource in need(1, STAND_INS).shares(Machines()):
        full = ceiling(resource, STAND_INS)
        assert need(full * 9 // 10, STAND_INS).shares(Machines())[resource] < 1
        assert need(full * 11 // 10, STAND_INS).shares(Machines())[resource] > 1


def test_larger_rooms_are_more_deliveries() -> None:
    small, large = (need(10_000, STAND_INS, Behaviour(listeners=size)) for size in (40, 400))
    assert large.deliveries_a_second > 5 * small.deliveries_a_second
