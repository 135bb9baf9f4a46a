import { beforeEach, expect, test } from "vitest";
import { move } from "../src/dropins/acting";
import { holdReply, mayHoldReply, takeBack } from "../src/dropins/held";
import { edit, post } from "../src/state/acts";
import { isWritingHeld } from "../src/room/why_not";
import type { Code, Event } from "../src/wire/protocol";
import { card, DROP_IN, entry, ROOM, view } from "./drop_in_views";
import { PLAINLY, WELCOME } from "./fakes";
import { another, begin, clock, lines, session, settle } from "./session_scene";

let seq: number;

function happens(event: Event): void {
  seq += 1;
  lines.latest.says(entry(seq, 2_000 + seq, event));
}

function says(message: string, author: string): void {
  const by = { author, name: author, ...PLAINLY };
  happens({ type: "message_posted", message, body: "words", reply_to: null, ...by });
}

const given = (member: string) => happens({ type: "floor_given", drop_in: DROP_IN, member });
const freed = () => happens({ type: "floor_freed", drop_in: DROP_IN, member: "me", gone: false });

type Refusable = "post_message" | "edit_message" | "take_floor";

async function refuse(type: Refusable, code: Code): Promise<void> {
  const { ref = 0, command_id } = lines.latest.last(type);
  const params = code === "not_your_turn" ? { form: "line" } : {};
  const about = { ref, command_id, room: ROOM };
  lines.latest.says({ type: "refused", ...about, code, params, retry_after: null });
  await settle();
}

const sentBodies = () =>
  lines.latest.sent.filter((each) => each.type === "post_message").map((each) => each.body);

beforeEach(async () => {
  seq = 10;
  await begin();
  lines.latest.says({ type: "line_snapshot", view: view() });
  await settle();
});

test("a_snapshot_of_another_room_changes_nothing", () => {
  lines.latest.says({ type: "line_snapshot", view: view({ room: "other", version: 9, held: 3 }) });
  expect(session.dropIn.view.value?.held).toBe(0);
});

test("who_may_write_changes_with_the_entry_and_not_with_the_next_snapshot", () => {
  expect(isWritingHeld(session)).toBe(true);
  given("me");
  expect(isWritingHeld(session)).toBe(false);
  given("teo");
  expect(isWritingHeld(session)).toBe(true);
});

test("lines_that_were_too_late_return_to_the_composer_in_order_with_the_reason", async () => {
  given("me");
  for (const words of ["First", "Second", "Third"]) post(session, words, null);
  expect(sentBodies()).toEqual(["First"]);
  await refuse("post_message", "not_your_turn");
  expect(session.words.draft.value).toBe("First\nSecond\nThird");
  expect(session.words.notice.value?.code).toBe("not_your_turn");
  expect(session.words.items.value).toEqual([]);
  given("me");
  clock.pass(5_000);
  expect(sentBodies()).toEqual(["First"]);
  expect(session.words.notice.value).toBeNull();
});

test("words_that_were_too_late_keep_their_order_and_leave_newer_ones_alone", async () => {
  given("me");
  post(session, "First", null);
  post(session, "Second", null);
  session.words.setDraft("newer");
  await refuse("post_message", "short_pause");
  expect(session.words.draft.value).toBe("newer");
  const items = session.words.items.value;
  expect(items.map(({ state, command }) => [state, "body" in command && command.body])).toEqual([
    ["refused", "First"],
    ["refused", "Second"],
  ]);
});

test("an_edit_out_of_turn_keeps_its_words_in_sight", async () => {
  edit(session, "m1", "Better words");
  await refuse("edit_message", "not_your_turn");
  expect(session.words.items.value).toMatchObject([{ command: { body: "Better words" } }]);
});

test("the_floor_is_asked_for_with_one_id_over_every_retry", async () => {
  const taking = move(session, "take_floor", {});
  await settle();
  const first = lines.latest.last("take_floor");
  lines.latest.drops(1006);
  await settle();
  clock.pass(1_000);
  await settle();
  lines.latest.says(WELCOME);
  clock.pass(1_000);
  await settle();
  const second = lines.latest.last("take_floor");
  expect(second.command_id).toBe(first.command_id);
  const { ref = 0, command_id } = second;
  const receipt = { type: "receipt", ref, command_id, room: ROOM, seq: 11, at: 1 } as const;
  lines.latest.says({ ...receipt, repeated: true });
  expect(await taking).toBe(true);
});

test("a_no_is_kept_for_the_panel_and_is_gone_with_the_next_act", async () => {
  const taking = move(session, "take_floor", {});
  await settle();
  await refuse("take_floor", "floor_taken");
  expect(await taking).toBe(false);
  expect(session.dropIn.refusal.value?.code).toBe("floor_taken");
  void move(session, "take_floor", {});
  expect(session.dropIn.refusal.value).toBeNull();
  expect(await move(session, "free_floor", {})).toBe(false);
});

test("what_a_session_did_is_kept_between_the_messages_in_its_place", () => {
  says("a", "teo");
  freed();
  expect(session.talk.value?.marks.map((mark) => [mark.seq, mark.event.type])).toEqual([
    [12, "floor_freed"],
  ]);
});

/** Answers every request over HTTP with this, and keeps what was asked. */
function answering(status: number, answer: unknown): unknown[] {
  const asked: unknown[] = [];
  globalThis.fetch = async (_, init) => {
    asked.push(JSON.parse(String(init?.body)));
    return new Response(JSON.stringify(answer), { status });
  };
  return asked;
}

function inCircle(): void {
  const sharing = card({ form: "circle", speaker: "teo" });
  const later = view({ version: 2, at: 3_000, card: sharing });
  lines.latest.says({ type: "line_snapshot", view: later });
}

test("a_reply_during_a_share_is_held_and_can_be_taken_back_after_a_reload", async () => {
  inCircle();
  session.words.setDraft("Thank you for this");
  expect(mayHoldReply(session)).toBe(true);
  const asked = answering(200, view({ version: 3, at: 4_000, held: 1 }));
  await holdReply(session);
  expect(asked).toMatchObject([{ type: "hold_reply", body: "Thank you for this" }]);
  expect(session.words.draft.value).toBe("");
  const again = another();
  again.heldReplies.belongTo("me");
  expect(again.heldReplies.all.value).toMatchObject([{ body: "Thank you for this" }]);
});

test("a_held_reply_is_put_away_when_the_room_shows_it", async () => {
  inCircle();
  session.words.setDraft("Thank you");
  const asked = answering(200, view({ version: 3, at: 4_000, held: 1 })) as { reply: string }[];
  await holdReply(session);
  const message = asked[0]?.reply ?? "";
  says(message, "me");
  expect(session.heldReplies.all.value).toEqual([]);
});

test("a_held_reply_that_was_refused_returns_to_the_composer_on_any_device", async () => {
  inCircle();
  const refused = { reply: "r1", body: "Thank you", code: "muted", params: {} } as const;
  session.words.setDraft("One more");
  const asked = answering(200, view({ version: 3, at: 4_000 }));
  await takeBack(session, refused, "asks");
  expect(asked).toMatchObject([{ type: "take_back_reply", reply: "r1" }]);
  expect(session.words.draft.value).toBe("One more\nThank you");
});

test("a_reply_that_is_not_held_stays_in_the_composer", async () => {
  inCircle();
  session.words.setDraft("One more");
  answering(429, { code: "rate_limited", params: {} });
  await holdReply(session);
  expect(session.words.draft.value).toBe("One more");
  expect(session.heldReplies.all.value).toEqual([]);
  expect(session.dropIn.refusal.value?.code).toBe("rate_limited");
});
