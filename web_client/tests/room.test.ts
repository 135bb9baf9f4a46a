import { expect, test } from "vitest";
import { fold, fromPage, keepNewest, keepOldest, prepend, type Talk } from "../src/state/room";
import type { Entry, Event, Message, Page } from "../src/wire/protocol";
import { PLAINLY } from "./fakes";

const ME = "me";

function message(id: string, seq: number, change: Partial<Message> = {}): Message {
  return {
    message: id,
    seq,
    at: seq * 1_000,
    author: "teo",
    name: "Teo",
    ...PLAINLY,
    body: `words of ${id}`,
    gone: null,
    removed_for: null,
    edited_at: null,
    reply_to: null,
    reactions: {},
    mine: [],
    ...change,
  };
}

function page(messages: Message[], asOf: number, before: number | null = null): Page {
  return { messages, as_of: asOf, before, withheld: false };
}

function entry(seq: number, event: Event): Entry {
  return { type: "entry", room: "r", seq, at: seq * 1_000, event };
}

function posted(id: string, seq: number): Entry {
  const author = { author: "teo", name: "Teo", ...PLAINLY };
  const body = `words of ${id}`;
  return entry(seq, { type: "message_posted", message: id, body, reply_to: null, ...author });
}

function after(talk: Talk, ...entries: Entry[]): Talk {
  return entries.reduce((sofar, each) => fold(sofar, each, ME), talk);
}

const ONE = fromPage(page([message("a", 1)], 1));
const first = (talk: Talk) => talk.messages[0];

test("a_posted_message_comes_last", () => {
  expect(after(ONE, posted("b", 2)).messages.map((each) => each.message)).toEqual(["a", "b"]);
});

test("an_edit_replaces_the_words_and_is_marked", () => {
  const edited = { type: "message_edited", message: "a", author: "teo", body: "new" } as const;
  expect(first(after(ONE, entry(2, edited)))).toMatchObject({ body: "new", edited_at: 2_000 });
});

test("a_message_taken_back_has_no_words", () => {
  const retracted = { type: "message_retracted", message: "a", author: "teo" } as const;
  expect(first(after(ONE, entry(2, retracted)))).toMatchObject({ body: null, gone: "retracted" });
});

test("a_message_taken_down_has_no_words_and_can_come_back", () => {
  const removed = { type: "message_removed", message: "a", reason: "unkind" } as const;
  const down = after(ONE, entry(2, removed));
  expect(first(down)).toMatchObject({ body: null, gone: "removed", removed_for: "unkind" });
  const restored = { type: "message_restored", message: "a", body: "back" } as const;
  const up = after(down, entry(3, restored));
  expect(first(up)).toMatchObject({ body: "back", gone: null, removed_for: null });
});

test("reactions_are_counted_and_ones_own_are_known", () => {
  const hug = (member: string) =>
    ({ type: "reaction_added", message: "a", member, reaction: "hug" }) as const;
  const both = after(ONE, entry(2, hug("rosa")), entry(3, hug(ME)));
  expect(first(both)).toMatchObject({ reactions: { hug: 2 }, mine: ["hug"] });
  const mineGone = after(both, entry(4, { ...hug(ME), type: "reaction_removed" }));
  expect(first(mineGone)).toMatchObject({ reactions: { hug: 1 }, mine: [] });
  const allGone = after(mineGone, entry(5, { ...hug("rosa"), type: "reaction_removed" }));
  expect(first(allGone)?.reactions).toEqual({});
});

test("a_new_name_is_on_every_message_of_its_person", () => {
  const talk = after(ONE, posted("b", 2));
  const named = after(talk, entry(3, { type: "name_changed", member: "teo", name: "Linden" }));
  expect(named.messages.map((each) => each.name)).toEqual(["Linden", "Linden"]);
});

test("what_a_page_has_counted_is_not_counted_again", () => {
  const counted = fromPage(page([message("a", 1, { reactions: { hug: 1 } })], 5));
  const added = { type: "reaction_added", message: "a", member: "x", reaction: "hug" } as const;
  expect(first(after(counted, entry(4, added)))?.reactions).toEqual({ hug: 1 });
});

test("an_older_page_learns_what_was_taken_down_since_it_was_read", () => {
  const talk = fromPage(page([message("b", 2)], 2, 2));
  const removed = { type: "message_removed", message: "a", reason: "selling" } as const;
  const later = after(talk, entry(3, removed));
  const longer = prepend(later, page([message("a", 1)], 2), ME);
  expect(first(longer)).toMatchObject({ message: "a", body: null, gone: "removed" });
  expect(longer.before).toBeNull();
});

test("an_older_page_shows_no_message_twice", () => {
  const talk = fromPage(page([message("b", 2)], 2, 2));
  const longer = prepend(talk, page([message("a", 1), message("b", 2)], 3), ME);
  expect(longer.messages.map((each) => each.message)).toEqual(["a", "b"]);
});

test("keeping_the_newest_leaves_the_rest_to_be_loaded_again", () => {
  const talk = keepNewest(after(ONE, posted("b", 2), posted("c", 3)), 2);
  expect(talk.messages.map((each) => each.message)).toEqual(["b", "c"]);
  expect(talk.before).toBe(2);
});

test("a_reader_further_up_keeps_their_place_and_what_follows_is_counted", () => {
  const talk = after(keepOldest(after(ONE, posted("b", 2)), 1), posted("c", 3));
  expect(talk.messages.map((each) => each.message)).toEqual(["a"]);
  expect(talk).toMatchObject({ atEnd: false, missed: 1 });
});

test("what_was_taken_down_together_is_gone_and_comes_back_one_by_one", () => {
  const talk = after(ONE, posted("b", 2), posted("c", 3));
  const removed = { type: "messages_removed", member: "teo", messages: ["a", "c"], reason: "selling" } as const;
  const down = after(talk, entry(4, removed));
  expect(down.messages.map((each) => each.gone)).toEqual(["removed", null, "removed"]);
  const restored = { type: "message_restored", message: "c", body: "back" } as const;
  const up = after(down, entry(5, restored));
  expect(up.messages.map((each) => each.gone)).toEqual(["removed", null, null]);
});

test("who_has_left_has_no_name_on_any_message", () => {
  const left = after(ONE, posted("b", 2), entry(3, { type: "member_left", member: "teo" }));
  expect(left.messages.map((each) => each.name)).toEqual(["", ""]);
});
