"""Pages of messages: whole, in order, with the way to the page above, and for a permalink."""

from persistence.reading import read_markers, transcripts
from persistence.reading.ranges import read_ranges
from rooms import commands
from rooms.commands import Reaction
from rooms.ids import RoomId, new_opaque_id, new_public_id
from rooms.transcript import UNKNOWN_HEAD
from tests.persistence.community import Community, accepted


async def ten_messages_with_reactions_between(community: Community) -> list[str]:
    """Messages at the odd seqs, reactions to each at the even ones."""
    ana, ben = await community.person("Ana"), await community.person("Ben")
    messages = []
    for number in range(10):
        community.shift.ms += 60_000
        message = await community.say(ana, community.garden, f"{number}")
        messages.append(message)
        hug = commands.React(
            room=community.garden,
            command_id=new_public_id(),
            message=message,
            reaction=Reaction.HUG,
        )
        accepted(await community.do(ben, hug))
    return messages


async def test_pages_hold_messages_and_lead_to_the_floor(community: Community) -> None:
    await ten_messages_with_reactions_between(community)
    before, pages = None, []
    while True:
        page = await community.database.read(transcripts.read_page, community.garden, before, 4)
        pages.append([message.body for message in page.messages])
        before = page.before
        if before is None:
            break
    assert pages == [["6", "7", "8", "9"], ["2", "3", "4", "5"], ["0", "1"]]


async def test_a_page_around_a_message_has_it_in_the_middle(community: Community) -> None:
    messages = await ten_messages_with_reactions_between(community)
    seq = await community.database.read(transcripts.message_seq, community.garden, messages[5])
    assert seq == 11
    page = await community.database.read(transcripts.page_around, community.garden, seq, 4)
    assert [message.body for message in page.messages] == ["4", "5", "6", "7"]


async def test_a_message_of_another_room_is_not_found_here(community: Community) -> None:
    ana = await community.person("Ana")
    message = await community.say(ana, community.garden, "Here")
    assert await community.database.read(transcripts.message_seq, community.porch, message) is None


async def test_reading_goes_on_from_a_cursor(community: Community) -> None:
    await ten_messages_with_reactions_between(community)
    entries = await community.database.read(transcripts.read_entries, community.garden, 7, 5)
    assert [entry.seq for entry in entries] == [8, 9, 10, 11, 12]


async def test_many_ranges_are_read_as_each_of_them_alone(community: Community) -> None:
    await ten_messages_with_reactions_between(community)
    ana = await community.person("Anabel")
    for number in range(9):
        await community.say(ana, community.porch, f"{number}")
    asked = [
        (room, after, limit)
        for room in (community.garden, community.porch, RoomId("nowhere"))
        for after in (0, 3, 8, 19)
        for limit in (1, 4, 100)
    ]
    alone = [await community.database.read(transcripts.read_entries, *each) for each in asked]
    assert [len(entries) for entries in alone[:3]] == [1, 4, 20]
    for count in (1, 2, len(asked)):
        assert await community.database.read(read_ranges, asked[:count]) == alone[:count]


async def test_heads_are_of_the_rooms_that_exist(community: Community) -> None:
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    rooms = [community.garden, community.porch, new_opaque_id()]
    asked = dict.fromkeys(rooms, UNKNOWN_HEAD)
    heads = await community.database.read(transcripts.heads, asked)
    assert heads == {community.garden: 1, community.porch: 0}


async def test_heads_that_are_known_are_not_told(community: Community) -> None:
    ana = await community.person("Ana")
    await community.say(ana, community.garden, "Hello")
    behind = {community.garden: 0, community.porch: 0}
    assert await community.database.read(transcripts.heads, behind) == {community.garden: 1}
    ahead = {community.garden: 2, community.porch: 0}
    assert await community.database.read(transcripts.heads, ahead) == {community.garden: 1}


async def test_log_clock_and_heads_are_one_question_also_when_no_head_has_moved(
    community: Community,
) -> None:
    await community.say(await community.person("Ana"), community.garden, "Hello")
    asked = {community.garden: UNKNOWN_HEAD, community.porch: 0}
    before = await community.database.now_ms()
    epoch, now, heads = await community.database.read_one(transcripts.log_and_heads, asked)
    assert (epoch, heads) == (
        await community.database.read(transcripts.epoch),
        {community.garden: 1},
    )
    assert before <= now <= await community.database.now_ms()
    still = await community.database.read_one(transcripts.log_and_heads, heads)
    assert (still[0], still[2]) == (epoch, {})


async def test_unread_counts_messages_of_others_after_the_marker(community: Community) -> None:
    await ten_messages_with_reactions_between(community)
    cat = await community.person("Cat")
    assert await community.database.read(read_markers.unread, cat.account, community.garden) == 0
    await community.database.write(read_markers.advance, cat.account, community.garden, 14, 1)
    await community.say(cat, community.garden, "Mine")
    assert await community.database.read(read_markers.unread, cat.account, community.garden) == 3


async def test_a_read_marker_never_goes_back_nor_past_the_head(community: Community) -> None:
    await ten_messages_with_reactions_between(community)
    cat = await community.person("Cat")
    positions = []
    for seq in (5, 3, 1_000):
        await community.database.write(read_markers.advance, cat.account, community.garden, seq, 1)
        positions.append(
            await community.database.read(read_markers.position, cat.account, community.garden)
        )
    assert positions == [5, 5, 20]
