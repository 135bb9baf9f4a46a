// What somebody says: unsent, sent again, refused, and in its time.

import { beforeEach, expect, test } from "vitest";
import { edit, post, retract } from "../src/state/acts";
import type { Code } from "../src/wire/protocol";
import { ROOM, YOU } from "./drop_in_views";
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
  receipt,
  refuse,
  reopen,
  sentPosts,
  session,
  settle,
  shown,
  storage,
  unsent,
} from "./session_scene";

beforeEach(begin);

test("a_message_is_shown_unsent_and_then_once_in_the_room", async () => {
  post(session, "Good evening", null);
  const id = lines.latest.last("post_message").command_id;
  expect(unsent()).toEqual(["sending"]);
  receipt(lines.latest, 11);
  await settle();
  expect(unsent()).toEqual(["sent"]);
  lines.latest.says(posted(11, id, "me"));
  expect(unsent()).toEqual([]);
  expect(shown()).toEqual([id]);
});

test("unanswered_words_are_sent_again_once_all_that_was_missed_is_here", async () => {
  post(session, "Good evening", null);
  const id = lines.latest.last("post_message").command_id;
  await comeBack({ page: null, as_of: 12 });
  lines.latest.says(posted(11, "x"));
  expect(sentPosts()).toEqual([]);
  lines.latest.says(posted(12, "y"));
  expect(sentPosts()).toMatchObject([{ command_id: id }]);
});

test("words_that_were_committed_before_the_line_went_are_not_sent_again", async () => {
  post(session, "Good evening", null);
  const id = lines.latest.last("post_message").command_id;
  await comeBack({ page: null, as_of: 11 });
  lines.latest.says(posted(11, id, "me"));
  expect(sentPosts()).toEqual([]);
  expect(unsent()).toEqual([]);
});

test("words_that_were_committed_further_up_than_the_room_now_shows_are_not_shown_as_unsent", async () => {
  post(session, "Good evening", null);
  await comeBack({ as_of: 900, page: { ...EMPTY, as_of: 900 } });
  expect(unsent()).toEqual(["sending"]);
  receipt(lines.latest, 11);
  await settle();
  expect(unsent()).toEqual([]);
});

test.each(["retry", "busy"] as const)("words_stay_and_are_sent_again_after: %s", async (code) => {
  post(session, "Good evening", null);
  const id = lines.latest.last("post_message").command_id;
  await refuse("post_message", code, 700);
  expect(session.words.items.value).toMatchObject([{ state: "waiting", command: { body: "Good evening" } }]);
  expect(storage.getItem(`hearthside.words.unsent.${ROOM}.me.${id}`)).toContain("Good evening");
  clock.pass(700);
  expect(sentPosts()).toMatchObject([{ command_id: id }, { command_id: id }]);
});

test("an_edit_that_was_given_up_keeps_its_words_in_sight_and_can_be_tried_again", async () => {
  lines.latest.says(posted(11, "a", "me"));
  edit(session, "a", "Better words");
  expect(unsent()).toEqual([]);
  for (let tries = 0; tries < 5; tries += 1) {
    await refuse("edit_message", "busy", 100);
    clock.pass(100);
  }
  expect(session.words.items.value).toMatchObject([{ state: "failed", command: { body: "Better words" } }]);
  const id = lines.latest.last("edit_message").command_id;
  session.words.retry(id);
  expect(lines.latest.sent.filter((each) => each.type === "edit_message")).toHaveLength(6);
  expect(unsent()).toEqual([]);
});

test("what_has_no_words_says_that_it_was_given_up", async () => {
  retract(session, "a");
  for (let tries = 0; tries < 5; tries += 1) {
    await refuse("retract_message", "retry", 100);
    clock.pass(100);
  }
  expect(session.words.notice.value?.code).toBe("retry");
});

test("a_reload_keeps_unsent_words_and_the_draft", async () => {
  session.words.setDraft("half a sen");
  post(session, "Good evening", null);
  const id = lines.latest.last("post_message").command_id;
  session.stop();
  reopen();
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  await settle();
  expect(session.words.draft.value).toBe("half a sen");
  expect(sentPosts()).toMatchObject([{ command_id: id, body: "Good evening" }]);
});

test("another_person_in_the_same_tab_finds_nobody_elses_words", async () => {
  session.words.setDraft("private");
  session.stop();
  reopen();
  lines.latest.says(WELCOME);
  lines.latest.says(joined({ you: { ...YOU, member: "somebody else" } }));
  expect(session.words.draft.value).toBe("");
  expect(session.words.items.value).toEqual([]);
});

test("refused_words_return_to_the_composer_with_the_reason", async () => {
  post(session, "Good evening", null);
  const { ref = 0, command_id } = lines.latest.last("post_message");
  const params = { until: clock.now() + 60_000, reason: "flooding" };
  const refused = { type: "refused", ref, code: "muted", params, retry_after: null } as const;
  lines.latest.says({ ...refused, command_id, room: ROOM });
  await settle();
  expect(session.words.draft.value).toBe("Good evening");
  expect(session.words.notice.value?.code).toBe("muted");
  expect(session.words.items.value).toEqual([]);
});

test("refused_words_never_take_the_place_of_newer_ones", async () => {
  post(session, "Good evening", null);
  session.words.setDraft("newer");
  const { ref = 0, command_id } = lines.latest.last("post_message");
  const refused = { type: "refused", ref, code: "slow", params: { seconds: 9 } } as const;
  lines.latest.says({ ...refused, retry_after: 9_000, command_id, room: ROOM });
  await settle();
  expect(session.words.draft.value).toBe("newer");
  expect(unsent()).toEqual(["refused"]);
});

async function refusePost(code: Code, params: Record<string, number>, retryAfter: number | null) {
  const { ref = 0, command_id } = lines.latest.last("post_message");
  const refused = { type: "refused", ref, code, params, retry_after: retryAfter } as const;
  lines.latest.says({ ...refused, command_id, room: ROOM });
  await settle();
}

test("after_a_message_at_a_slow_pace_the_next_may_be_sent_when_its_time_has_come", () => {
  lines.latest.says(entry(11, { type: "pace_changed", pace_ms: 10_000, busy: null, set_ms: null }));
  lines.latest.says({ ...posted(12, "a", "me"), at: clock.now() });
  expect(session.pacing.seconds.value).toBe(10);
  clock.pass(4_000);
  expect(session.pacing.seconds.value).toBe(6);
  clock.pass(6_000);
  expect(session.pacing.seconds.value).toBe(0);
});

test("words_that_came_too_soon_return_with_the_time_to_wait", async () => {
  post(session, "Good evening", null);
  await refusePost("slow", { seconds: 8 }, 8_000);
  expect(session.words.draft.value).toBe("Good evening");
  expect(session.pacing.seconds.value).toBe(8);
});

test("a_pace_that_is_lifted_ends_the_waiting", () => {
  lines.latest.says(entry(11, { type: "pace_changed", pace_ms: 60_000, busy: null, set_ms: null }));
  lines.latest.says({ ...posted(12, "a", "me"), at: clock.now() });
  lines.latest.says(entry(13, { type: "pace_changed", pace_ms: 0, busy: null, set_ms: null }));
  expect(session.pacing.seconds.value).toBe(0);
});

test("helpers_are_not_held_to_a_pace", async () => {
  await comeBack({ pace_ms: 60_000, you: { ...YOU, role: "mentor" } });
  lines.latest.says({ ...posted(11, "a", "me"), at: clock.now() });
  expect(session.pacing.seconds.value).toBe(0);
});

test("links_of_a_new_account_return_to_the_composer_with_the_reason", async () => {
  post(session, "See example.org", null);
  await refusePost("new_account_link", {}, null);
  expect(session.words.draft.value).toBe("See example.org");
  expect(session.words.notice.value?.code).toBe("new_account_link");
});

test("words_left_by_a_killed_tab_are_asked_about_when_they_are_old", async () => {
  lines.latest.drops(1006);
  post(session, "Written long ago", null);
  clock.sleep(12 * 60_000);
  reopen();
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  await settle();
  expect(unsent()).toEqual(["stale"]);
  expect(sentPosts()).toEqual([]);
});
