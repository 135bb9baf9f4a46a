// Who somebody is in a room: paused, listed, a helper, by what name, and what they alone may read.

import { beforeEach, expect, test } from "vitest";
import { openSealed, takeName } from "../src/state/acts";
import { ROOM, YOU } from "./drop_in_views";
import { begin, clock, comeBack, entry, lines, session, storage } from "./session_scene";

beforeEach(begin);

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
