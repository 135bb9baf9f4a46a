import { expect, test } from "vitest";
import { Session } from "../src/state/session";
import { loadToMessage } from "../src/state/sought";
import type { Message, Page } from "../src/wire/protocol";
import { FakeClock, FakeLines, FakeStorage, PLAINLY, WELCOME } from "./fakes";

const ROOM = "0".repeat(32);
const HIGHEST = 2_000;

function message(seq: number): Message {
  return {
    message: `m${seq}`,
    author: "teo",
    name: "Teo",
    ...PLAINLY,
    body: "words",
    reply_to: null,
    seq,
    at: seq,
    gone: null,
    removed_for: null,
    edited_at: null,
    reactions: {},
    mine: [],
  };
}

/** The room's messages below `before`, one for every place. */
function page(before: number, limit: number): Page {
  const first = Math.max(1, before - limit);
  const messages = Array.from({ length: before - first }, (_, each) => message(first + each));
  return { as_of: HIGHEST, messages, before: first > 1 ? first : null, withheld: false };
}

/** A session in a room whose server answers for the pages above, and how many it was asked for. */
function inRoom(): { session: Session; asked: () => number } {
  const lines = new FakeLines();
  const parts = { connect: lines.connect, clock: new FakeClock(), random: () => 0 };
  const session = new Session({ room: ROOM, storage: new FakeStorage(), ...parts });
  session.start();
  lines.latest.says(WELCOME);
  lines.latest.says({
    type: "joined",
    ref: lines.latest.last("join_room").ref ?? 0,
    room: ROOM,
    epoch: "e1",
    as_of: HIGHEST,
    floor: 1,
    readers: "guests",
    state: "open",
    lock_reason: null,
    pace_ms: 0,
    calm_until: null,
    here: { people: [], others: "few" },
    you: null,
    page: page(HIGHEST + 1, 50),
    sanctions: [],
  });
  const line = lines.latest;
  const send = line.send.bind(line);
  let asked = 0;
  line.send = (text: string) => {
    send(text);
    const command = line.sent.at(-1);
    if (command?.type !== "read_history") return;
    asked += 1;
    const answer = page(command.before ?? 0, command.limit ?? 50);
    queueMicrotask(() =>
      line.says({ type: "history", ref: command.ref ?? 0, room: ROOM, page: answer }),
    );
  };
  return { session, asked: () => asked };
}

const shows = (session: Session, id: string) =>
  session.talk.value?.messages.some((each) => each.message === id);

test("a_message_further_up_is_read_up_to_and_no_further", async () => {
  const { session, asked } = inRoom();
  expect(await loadToMessage(session, "m1700")).toBe(true);
  expect(shows(session, "m1700")).toBe(true);
  expect(asked()).toBe(3);
});

test("a_message_that_is_never_reached_is_given_up_after_ten_pages", async () => {
  const { session, asked } = inRoom();
  expect(await loadToMessage(session, "m1")).toBe(false);
  expect(asked()).toBe(10);
});
