import { beforeEach, expect, test } from "vitest";
import { fold, fromPage, type Talk } from "../src/state/room";
import { Announcements } from "../src/ui/announcements";
import type { Event } from "../src/wire/protocol";
import { FakeClock, PLAINLY } from "./fakes";

const EMPTY: Talk = fromPage({ as_of: 10, messages: [], before: null, withheld: false });

let clock: FakeClock;
let talk: Talk | null;
let isHeard: boolean;
let announcements: Announcements;

/** What happens in the room, and reaches who listens to it. */
function happens(seq: number, event: Event): void {
  if (talk === null) throw new Error("nothing is shown");
  talk = fold(talk, { type: "entry", room: "r", seq, at: seq, event }, "me");
  announcements.follow(talk, "me");
}

function posted(seq: number, message: string, author = "teo"): void {
  const by = { author, name: "Teo", ...PLAINLY };
  happens(seq, { type: "message_posted", message, body: `words of ${message}`, reply_to: null, ...by });
}

const said = () => announcements.said.value;

beforeEach(() => {
  clock = new FakeClock();
  talk = EMPTY;
  isHeard = true;
  announcements = new Announcements({
    clock,
    isHeard: () => isHeard,
    words: (messages) => messages.map((message) => message.body).join(" "),
  });
  announcements.follow(talk, "me");
});

test("new_words_are_gathered_spoken_together_and_gone_a_second_later", () => {
  posted(11, "a");
  clock.pass(1_000);
  posted(12, "b");
  expect(said()).toBe("");
  clock.pass(2_000);
  expect(said()).toBe("words of a words of b");
  clock.pass(1_000);
  expect(said()).toBe("");
});

test("what_was_there_already_and_ones_own_words_are_not_spoken", () => {
  posted(11, "a", "me");
  clock.pass(3_000);
  expect(said()).toBe("");
});

test("nothing_is_spoken_into_a_hidden_tab", () => {
  isHeard = false;
  posted(11, "a");
  clock.pass(3_000);
  expect(said()).toBe("");
});

test.each([
  { type: "message_retracted", message: "a", author: "teo" },
  { type: "message_removed", message: "a", reason: "unkind" },
] as const)("words_taken_back_before_they_are_spoken_are_not_spoken: $type", (event) => {
  posted(11, "a");
  posted(12, "b");
  happens(13, event);
  clock.pass(3_000);
  expect(said()).toBe("words of b");
});

test("the_latest_words_of_an_edited_message_are_spoken", () => {
  posted(11, "a");
  happens(12, { type: "message_edited", message: "a", author: "teo", body: "better" });
  clock.pass(3_000);
  expect(said()).toBe("better");
});

test("words_taken_back_while_they_are_spoken_are_not_held", () => {
  posted(11, "a");
  clock.pass(3_000);
  expect(said()).toBe("words of a");
  happens(12, { type: "message_retracted", message: "a", author: "teo" });
  expect(said()).toBe("");
});

test("what_is_spoken_is_not_held_when_the_room_has_ended", () => {
  posted(11, "a");
  clock.pass(3_000);
  announcements.follow(null, "me");
  expect(said()).toBe("");
  clock.pass(10_000);
  expect(said()).toBe("");
});

test("words_of_a_room_that_has_ended_are_not_spoken", () => {
  posted(11, "a");
  announcements.follow(null, "me");
  clock.pass(3_000);
  expect(said()).toBe("");
});

test("a_later_message_is_spoken_after_an_earlier_one_was", () => {
  posted(11, "a");
  clock.pass(3_500);
  posted(12, "b");
  clock.pass(3_000);
  expect(said()).toBe("words of b");
});
