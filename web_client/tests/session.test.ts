import { beforeEach, expect, test } from "vitest";
import { edit, openSealed, post, react, retract, takeName } from "../src/state/acts";
import { Session } from "../src/state/session";
import type { Code, Entry, Event, Joined, Page, Writing, You } from "../src/wire/protocol";
import { FakeClock, FakeLines, type FakeSocket, FakeStorage, PLAINLY, WELCOME } from "./fakes";

const ROOM = "0".repeat(32);
const YOU: You = {
  member: "me",
  name: "Linden",
  role: "member",
  muted_until: null,
  is_new: false,
  asks_name: false,
  everywhere: false,
  read: 0,
  unread: 0,
};
const EMPTY: Page = { as_of: 10, messages: [], before: null, withheld: false };

let clock: FakeClock;
let lines: FakeLines;
let storage: FakeStorage;
let session: Session;

/** Lets the promises that are due settle. */
const settle = () => new Promise<void>((done) => setTimeout(done));

function opened(): Session {
  const parts = { room: ROOM, connect: lines.connect, clock, random: () => 0, storage };
  const fresh = new Session(parts);
  fresh.start();
  return fresh;
}

function joined(change: Partial<Joined> = {}): Joined {
  return {
    type: "joined",
    ref: lines.latest.last("join_room").ref ?? 0,
    room: ROOM,
    epoch: "e1",
    as_of: 10,
    floor: 1,
    readers: "guests",
    state: "open",
    lock_reason: null,
    pace_ms: 0,
    calm_until: null,
    here: { people: [], others: "few" },
    you: YOU,
    page: EMPTY,
    sanctions: [],
    ...change,
  };
}

function entry(seq: number, event: Event): Entry {
  return { type: "entry", room: ROOM, seq, at: seq, event };
}

function posted(seq: number, message: string, author = "teo"): Entry {
  const by = { author, name: "Teo", ...PLAINLY };
  return entry(seq, { type: "message_posted", message, body: "words", reply_to: null, ...by });
}

function receipt(line: FakeSocket, seq: number): void {
  const { ref = 0, command_id } = line.last("post_message");
  line.says({ type: "receipt", ref, command_id, room: ROOM, seq, at: seq, repeated: false });
}

/** Refuses the latest command of this type. */
async function refuse(type: Writing["type"], code: Code, retryAfter: number): Promise<void> {
  const { ref = 0, command_id } = lines.latest.last(type);
  const refused = { type: "refused", ref, code, params: {}, retry_after: retryAfter } as const;
  lines.latest.says({ ...refused, command_id, room: ROOM });
  await settle();
}

const shown = () => session.talk.value?.messages.map((message) => message.message);
const unsent = () => session.words.items.value.map((item) => item.state);
const sentPosts = () => lines.latest.sent.filter((command) => command.type === "post_message");

beforeEach(async () => {
  clock = new FakeClock();
  lines = new FakeLines();
  storage = new FakeStorage();
  session = opened();
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  await settle();
});

async function comeBack(change: Partial<Joined> = {}): Promise<void> {
  lines.latest.drops(1006);
  clock.pass(1);
  lines.latest.says(WELCOME);
  lines.latest.says(joined(change));
  await settle();
}

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
  session = opened();
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  await settle();
  expect(session.words.draft.value).toBe("half a sen");
  expect(sentPosts()).toMatchObject([{ command_id: id, body: "Good evening" }]);
});

test("another_person_in_the_same_tab_finds_nobody_elses_words", async () => {
  session.words.setDraft("private");
  session.stop();
  session = opened();
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

test("a_pause_is_known_from_its_entry_and_ends_by_the_clock", () => {
  const until = clock.now() + 60_000;
  const muted = { type: "member_muted", member: "me", sanction: "s", until, reason: "unkind" } as const;
  lines.latest.says(entry(11, muted));
  expect(session.holds.pause.value).toEqual({ until, reason: "unkind" });
  clock.pass(60_001);
  expect(session.holds.pause.value).toBeNull();
});

test("a_pause_that_joining_told_ends_when_it_is_lifted", async () => {
  const until = clock.now() + 60_000;
  const mute = { member: "me", name: "Linden", sanction: "s", kind: "mute", reason: "unkind" } as const;
  await comeBack({ sanctions: [{ ...mute, until }] });
  expect(session.holds.pause.value).toEqual({ until, reason: "unkind" });
  const lifted = { type: "sanction_lifted", member: "me", sanction: "s", expired: false } as const;
  lines.latest.says(entry(11, lifted));
  expect(session.holds.pause.value).toBeNull();
});

test("a_sanction_that_joining_told_and_its_entry_are_one", async () => {
  const muted = { sanction: "s", member: "teo", until: clock.now() + 60_000, reason: "unkind" } as const;
  await comeBack({ page: null, as_of: 11, sanctions: [{ ...muted, name: "Teo", kind: "mute" }] });
  lines.latest.says(entry(11, { type: "member_muted", ...muted }));
  expect(session.holds.sanctions.value.get("teo")).toMatchObject([{ id: "s", name: "Teo" }]);
});

const ME_HERE = { people: [{ member: "me", name: "Linden", role: "member" }], others: "few" } as const;
const listings = () => lines.latest.sent.filter((command) => command.type === "be_listed");

test("who_was_shown_is_shown_again_after_a_lost_line", async () => {
  lines.latest.says({ type: "presence_changed", room: ROOM, joins: ME_HERE.people, leaves: [], others: null });
  await comeBack({ page: null });
  expect(listings()).toMatchObject([{ listed: true }]);
});

test("who_chose_to_read_quietly_is_not_shown_again", async () => {
  lines.latest.says({ type: "presence_changed", room: ROOM, joins: ME_HERE.people, leaves: [], others: null });
  session.beListed(false);
  await comeBack({ page: null });
  expect(listings()).toEqual([]);
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

test("the_page_that_the_server_rendered_stands_until_the_room_has_answered", () => {
  expect(session.hasAnswered.value).toBe(true);
  session = opened();
  expect(session.hasAnswered.value).toBe(false);
  lines.latest.says(WELCOME);
  lines.latest.drops(1006);
  expect(session.hasAnswered.value).toBe(false);
});

test("a_refused_joining_and_an_ended_line_are_answers_too", async () => {
  session = opened();
  lines.latest.says(WELCOME);
  await refuseJoining("stepped_out");
  expect(session.hasAnswered.value).toBe(true);
  session = opened();
  lines.latest.drops(4501);
  expect(session.hasAnswered.value).toBe(true);
});

async function refuseJoining(code: Code): Promise<void> {
  const { ref = 0 } = lines.latest.last("join_room");
  const refused = { type: "refused", ref, code, params: {}, retry_after: null } as const;
  lines.latest.says({ ...refused, command_id: null, room: ROOM });
  await settle();
}

test("a_sealed_text_is_asked_for_with_a_reason_and_goes_to_who_asked_alone", async () => {
  const texts = [{ seq: 11, at: 11, body: "taken away" }];
  const asked = openSealed(session, "a", " A report said so. ");
  const { ref = 0, ...command } = lines.latest.last("open_sealed");
  expect(command).toEqual({ type: "open_sealed", room: ROOM, message: "a", reason: "A report said so." });
  lines.latest.says({ type: "sealed", ref, room: ROOM, message: "a", texts });
  expect(await asked).toEqual(texts);
  expect(JSON.stringify([...storage.kept])).not.toContain("taken away");
  expect(session.words.items.value).toEqual([]);
});

test("without_a_reason_no_sealed_text_is_asked_for", async () => {
  expect(await openSealed(session, "a", "  ")).toMatchObject({ code: "empty" });
  expect(lines.latest.sent.filter((each) => each.type === "open_sealed")).toEqual([]);
});

test("a_no_to_a_sealed_text_and_a_lost_line_are_told_to_who_asked", async () => {
  const first = openSealed(session, "a", "why");
  const { ref = 0 } = lines.latest.last("open_sealed");
  const gone = { type: "refused", ref, code: "gone", params: {}, retry_after: null } as const;
  lines.latest.says({ ...gone, command_id: null, room: ROOM });
  expect(await first).toMatchObject({ code: "gone" });
  const second = openSealed(session, "a", "why");
  lines.latest.drops(1006);
  expect(await second).toMatchObject({ code: "retry" });
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

test("words_left_by_a_killed_tab_are_asked_about_when_they_are_old", async () => {
  lines.latest.drops(1006);
  post(session, "Written long ago", null);
  clock.sleep(12 * 60_000);
  session = opened();
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  await settle();
  expect(unsent()).toEqual(["stale"]);
  expect(sentPosts()).toEqual([]);
});

test("whose_powers_are_set_aside_is_a_member_until_then_and_asks_again_afterwards", async () => {
  await comeBack({ you: { ...YOU, role: "moderator" } });
  const until = clock.now() + 30_000;
  lines.latest.says(entry(11, { type: "powers_suspended", member: "me", until, reason: "other" }));
  expect(session.you.value?.role).toBe("member");
  expect(session.suspension.value).toEqual({ until, reason: "other" });
  const before = lines.latest.sent.length;
  const asksAgain = () => lines.latest.sent.slice(before).some((each) => each.type === "join_room");
  expect(asksAgain()).toBe(false);
  clock.pass(30_100);
  expect(asksAgain()).toBe(true);
});

test("helpers_ask_to_be_told_of_what_waits_and_members_do_not", async () => {
  const watches = () => lines.latest.sent.filter((each) => each.type === "watch_attention");
  expect(watches()).toEqual([]);
  await comeBack({ you: { ...YOU, role: "mentor" } });
  expect(watches()).toHaveLength(1);
  lines.latest.says({ type: "attention_changed" });
  expect(session.attention.value).toBe(1);
});

test("the_same_name_in_another_tree_is_settled_before_the_first_words", async () => {
  await comeBack({ you: { ...YOU, asks_name: true } });
  const taking = takeName(session, "Linden");
  const { ref = 0, command_id } = lines.latest.last("change_name");
  lines.latest.says({ type: "receipt", ref, command_id, room: ROOM, seq: 11, at: 11, repeated: false });
  expect(await taking).toBeNull();
  expect(session.you.value).toMatchObject({ name: "Linden", asks_name: false });
});
