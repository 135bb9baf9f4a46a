// A session joins, comes back to where it was, and shows what the room says.

import { beforeEach, expect, test } from "vitest";
import { react } from "../src/state/acts";
import type { Code } from "../src/wire/protocol";
import { ROOM } from "./drop_in_views";
import { WELCOME } from "./fakes";
import {
  begin,
  clock,
  comeBack,
  EMPTY,
  entry,
  joined,
  lines,
  posted,
  reopen,
  session,
  settle,
  shown,
} from "./session_scene";

beforeEach(begin);

test("the_first_joining_asks_for_the_room_afresh", () => {
  expect(lines.latest.last("join_room")).toEqual({ type: "join_room", ref: 1, room: ROOM });
});

test("after_a_lost_line_reading_goes_on_from_where_it_stopped", async () => {
  lines.latest.says(posted(11, "a"));
  await comeBack({ page: null, as_of: 13 });
  expect(lines.latest.last("join_room")).toMatchObject({ epoch: "e1", after: 11 });
  lines.latest.says({ type: "void", room: ROOM, seq: 12 });
  lines.latest.says(posted(13, "b"));
  expect(shown()).toEqual(["a", "b"]);
});

test("an_entry_that_comes_twice_is_shown_once", () => {
  lines.latest.says(posted(11, "a"));
  lines.latest.says(posted(11, "a"));
  expect(shown()).toEqual(["a"]);
});

test("a_reset_loads_the_room_afresh", async () => {
  lines.latest.says(posted(11, "a"));
  lines.latest.says({ type: "reset", room: ROOM });
  expect(lines.latest.last("join_room")).not.toHaveProperty("after");
  lines.latest.says(joined({ as_of: 20, page: { ...EMPTY, as_of: 20 } }));
  lines.latest.says(posted(21, "b"));
  expect(shown()).toEqual(["b"]);
});

test("a_lost_last_entry_is_asked_for_once_two_heartbeats_have_promised_it", () => {
  const beat = { type: "heartbeat", server_time: clock.now(), spread_ms: 0 } as const;
  const joins = () => lines.latest.sent.filter((command) => command.type === "join_room").length;
  lines.latest.says({ ...beat, heads: { [ROOM]: 11 } });
  expect(joins()).toBe(1);
  lines.latest.says({ ...beat, heads: { [ROOM]: 11 } });
  expect(joins()).toBe(2);
  expect(lines.latest.last("join_room")).toMatchObject({ after: 10 });
});

test("a_new_epoch_shows_the_restored_room_and_nothing_else", async () => {
  lines.latest.says(posted(11, "a"));
  await comeBack({ epoch: "e2", as_of: 4, page: { ...EMPTY, as_of: 4 } });
  expect(shown()).toEqual([]);
  lines.latest.says(posted(5, "b"));
  expect(shown()).toEqual(["b"]);
});

test("an_ended_room_says_why_and_shows_no_more_words", () => {
  const params = { until: 5, reason: "unkind" };
  lines.latest.says({ type: "ended", room: ROOM, code: "stepped_out", params });
  expect(session.ending.value).toEqual({ code: "stepped_out", params });
  expect(session.talk.value).toBeNull();
});

test("a_busy_server_is_asked_again_for_the_room", async () => {
  lines.latest.drops(1006);
  clock.pass(1);
  lines.latest.says(WELCOME);
  const { ref = 0 } = lines.latest.last("join_room");
  const refused = { type: "refused", ref, code: "busy", params: {}, retry_after: 500 } as const;
  lines.latest.says({ ...refused, command_id: null, room: ROOM });
  await settle();
  clock.pass(500);
  expect(lines.latest.last("join_room").ref).toBe(ref + 1);
});

test("reading_is_told_at_most_once_in_five_seconds", () => {
  const marks = () => lines.latest.sent.filter((command) => command.type === "mark_read");
  lines.latest.says(posted(11, "a"));
  session.markRead();
  clock.pass(0);
  lines.latest.says(posted(12, "b"));
  session.markRead();
  clock.pass(4_999);
  expect(marks()).toMatchObject([{ seq: 11 }]);
  clock.pass(1);
  expect(marks()).toMatchObject([{ seq: 11 }, { seq: 12 }]);
});

test("a_short_loss_is_not_spoken_of_and_a_longer_one_is", async () => {
  lines.latest.drops(1006);
  expect(session.line.phase.value).toBe("up");
  clock.pass(2_000);
  expect(session.line.phase.value).toBe("reconnecting");
  clock.pass(8_000);
  expect(session.line.phase.value).toBe("offline");
  clock.pass(5_000);
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  expect(session.line.phase.value).toBe("back");
  clock.pass(6_000);
  expect(session.line.phase.value).toBe("up");
});

test("a_mentor_who_writes_is_shown_for_five_seconds_or_until_they_have_spoken", () => {
  const notice = { type: "typing_notice", room: ROOM, member: "teo", name: "Teo" } as const;
  lines.latest.says(notice);
  expect(session.company.writers.value).toHaveLength(1);
  lines.latest.says(posted(11, "a", "teo"));
  expect(session.company.writers.value).toEqual([]);
  lines.latest.says(notice);
  clock.pass(5_000);
  expect(session.company.writers.value).toEqual([]);
});

test("a_reaction_asks_for_the_opposite_of_what_is", () => {
  const hug = { type: "reaction_added", message: "a", member: "me", reaction: "hug" } as const;
  lines.latest.says(posted(11, "a"));
  lines.latest.says(entry(12, hug));
  const message = session.talk.value?.messages[0];
  if (message === undefined) throw new Error("nothing is shown");
  react(session, message, "hug");
  expect(lines.latest.last("react")).toMatchObject({ reaction: "hug", on: false });
});

async function refuseJoining(code: Code): Promise<void> {
  const { ref = 0 } = lines.latest.last("join_room");
  const refused = { type: "refused", ref, code, params: {}, retry_after: null } as const;
  lines.latest.says({ ...refused, command_id: null, room: ROOM });
  await settle();
}

test("the_page_that_the_server_rendered_stands_until_the_room_has_answered", () => {
  expect(session.hasAnswered.value).toBe(true);
  reopen();
  expect(session.hasAnswered.value).toBe(false);
  lines.latest.says(WELCOME);
  lines.latest.drops(1006);
  expect(session.hasAnswered.value).toBe(false);
});

test("a_refused_joining_and_an_ended_line_are_answers_too", async () => {
  reopen();
  lines.latest.says(WELCOME);
  await refuseJoining("stepped_out");
  expect(session.hasAnswered.value).toBe(true);
  reopen();
  lines.latest.drops(4501);
  expect(session.hasAnswered.value).toBe(true);
});

test("held_messages_wait_out_of_sight_and_ones_own_come_through", () => {
  lines.latest.says(posted(11, "a"));
  session.withheld.begin();
  lines.latest.says(posted(12, "b"));
  lines.latest.says(posted(13, "mine", "me"));
  const seen = () => session.withheld.talk.value?.messages.map((each) => each.message);
  expect(seen()).toEqual(["a", "mine"]);
  expect(session.withheld.count.value).toBe(1);
  session.withheld.end();
  expect(seen()).toEqual(["a", "b", "mine"]);
});

test("what_is_taken_down_goes_while_new_messages_are_held", () => {
  lines.latest.says(posted(11, "a"));
  session.withheld.begin();
  lines.latest.says(entry(12, { type: "message_removed", message: "a", reason: "unkind" }));
  expect(session.withheld.talk.value?.messages[0]).toMatchObject({ gone: "removed", body: null });
});
