"""Where history and live talk meet, under whatever comes between: each listener is written the
transcript from its cursor on, without a hole and without a repeat, each entry as it may be seen."""

import itertools

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rooms.actor import Role
from tests.server.meeting import ACTIONS, Action, Meeting
from tests.server.memory_transcript import MemoryTranscript
from tests.server.node import node
from tests.server.virtual_time import in_virtual_time


# Making a long story short takes minutes; its seed is printed, so that can be asked for.
@settings(
    max_examples=200,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    actions=st.lists(ACTIONS, min_size=25, max_size=60),
    pauses=st.lists(st.integers(0, 12), min_size=1, max_size=6),
)
@in_virtual_time
async def test_every_listener_gets_the_transcript_from_its_cursor_on_once_and_in_order(
    actions: list[Action], pauses: list[int]
) -> None:
    turns = itertools.cycle(pauses)
    transcript = MemoryTranscript(roles={"Ben": Role.MODERATOR}, pauses=lambda: next(turns))
    async with node(transcript, slice_size=2, recent=6) as garden:
        meeting = Meeting(garden)
        meeting.begin()
        for action in actions:
            await meeting.play(action)
        await meeting.settle()
        meeting.judge()
