// One session in one room, on lines and a clock that the test moves by hand: what the server says to
// it, and what it then shows and sends.

import { Session } from "../src/state/session";
import type { Code, Entry, Event, Joined, Page, Writing } from "../src/wire/protocol";
import { ROOM, YOU } from "./drop_in_views";
import { FakeClock, FakeLines, type FakeSocket, FakeStorage, PLAINLY, WELCOME } from "./fakes";

export const EMPTY: Page = { as_of: 10, messages: [], before: null, withheld: false };

// The parts of the session under test: begun anew before each test, and read by all.
export let clock: FakeClock;
export let lines: FakeLines;
export let storage: FakeStorage;
export let session: Session;

/** Lets the promises that are due settle. */
export const settle = () => new Promise<void>((done) => setTimeout(done));

/** Another one with the same storage, not begun. */
export function another(): Session {
  return new Session({ room: ROOM, connect: lines.connect, clock, random: () => 0, storage });
}

/** The page is loaded again. */
export function reopen(): void {
  session = another();
  session.start();
}

export function joined(change: Partial<Joined> = {}): Joined {
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

export function entry(seq: number, event: Event): Entry {
  return { type: "entry", room: ROOM, seq, at: seq, event };
}

export function posted(seq: number, message: string, author = "teo"): Entry {
  const by = { author, name: "Teo", ...PLAINLY };
  return entry(seq, { type: "message_posted", message, body: "words", reply_to: null, ...by });
}

export function receipt(line: FakeSocket, seq: number): void {
  const { ref = 0, command_id } = line.last("post_message");
  line.says({ type: "receipt", ref, command_id, room: ROOM, seq, at: seq, repeated: false });
}

/** Refuses the latest command of this type. */
export async function refuse(type: Writing["type"], code: Code, retryAfter: number): Promise<void> {
  const { ref = 0, command_id } = lines.latest.last(type);
  const refused = { type: "refused", ref, code, params: {}, retry_after: retryAfter } as const;
  lines.latest.says({ ...refused, command_id, room: ROOM });
  await settle();
}

export const shown = () => session.talk.value?.messages.map((message) => message.message);
export const unsent = () => session.words.items.value.map((item) => item.state);
export const sentPosts = () => lines.latest.sent.filter((command) => command.type === "post_message");

/** Somebody has joined an empty room; for before each test. */
export async function begin(): Promise<void> {
  clock = new FakeClock();
  lines = new FakeLines();
  storage = new FakeStorage();
  reopen();
  lines.latest.says(WELCOME);
  lines.latest.says(joined());
  await settle();
}

export async function comeBack(change: Partial<Joined> = {}): Promise<void> {
  lines.latest.drops(1006);
  clock.pass(1);
  lines.latest.says(WELCOME);
  lines.latest.says(joined(change));
  await settle();
}
