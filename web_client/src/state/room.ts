// What is shown of a room: a stretch of folded messages, changed by the entries that follow.
// The same meaning as `Message` in rooms/transcript.py; pure, and ignorant of the wire's timing.

import type { Entry, Event, Message, Page, Reaction } from "../wire/protocol";

/** A message as of `asOf`; what happened up to there must not be counted twice. */
export interface Shown extends Message {
  asOf: number;
}

/** An entry of a drop-in, shown as a quiet line between the messages. */
export interface Mark {
  seq: number;
  at: number;
  event: DropInEvent;
}

type DropInEvent = Extract<Event, { drop_in: string }>;

export interface Talk {
  /** Oldest first, by seq. */
  messages: readonly Shown[];
  /** Where the page above begins; null at the room's beginning. */
  before: number | null;
  /** Whether the room goes further back than this reader may read. */
  withheld: boolean;
  /** Whether the stretch reaches the newest message. */
  atEnd: boolean;
  /** How many were said below the stretch since it stopped reaching the end. */
  missed: number;
  /** The latest changes, to be caught up on by pages that were read before them. */
  recent: readonly Entry[];
  /** What drop-ins did since this page was opened, oldest first. */
  marks: readonly Mark[];
}

export const MAX_SHOWN = 300;
const MAX_RECENT = 500;
const MAX_MARKS = 60;

export function fromPage(page: Page): Talk {
  const messages = page.messages.map((message) => shown(message, page.as_of));
  const { before, withheld } = page;
  return { messages, before, withheld, atEnd: true, missed: 0, recent: [], marks: [] };
}

/** The talk after `entry`; `me` is the reader's own member id, for their own reactions. */
export function fold(talk: Talk, entry: Entry, me: string | null): Talk {
  const { event, seq, at } = entry;
  if (event.type === "message_posted") return append(talk, entry);
  if ("drop_in" in event) {
    return { ...talk, marks: [...talk.marks, { seq, at, event }].slice(-MAX_MARKS) };
  }
  const messages = changed(talk.messages, entry, me);
  return { ...talk, messages, recent: [...talk.recent, entry].slice(-MAX_RECENT) };
}

/** The talk with an older page above it. */
export function prepend(talk: Talk, page: Page, me: string | null): Talk {
  const known = new Set(talk.messages.map((message) => message.message));
  const fresh = page.messages.filter((message) => !known.has(message.message));
  const older = talk.recent.reduce<readonly Shown[]>(
    (messages, entry) => changed(messages, entry, me),
    fresh.map((message) => shown(message, page.as_of)),
  );
  const messages = [...older, ...talk.messages];
  return { ...talk, messages, before: page.before, withheld: page.withheld };
}

/** At most `most` messages: the newest, for a reader at the end. */
export function keepNewest(talk: Talk, most: number): Talk {
  const first = talk.messages[talk.messages.length - most];
  if (first === undefined || talk.messages.length <= most) return talk;
  return { ...talk, messages: talk.messages.slice(-most), before: first.seq };
}

/** At most `most` messages: the oldest, for a reader further up. */
export function keepOldest(talk: Talk, most: number): Talk {
  if (talk.messages.length <= most) return talk;
  return { ...talk, messages: talk.messages.slice(0, most), atEnd: false };
}

function append(talk: Talk, entry: Entry): Talk {
  const event = entry.event;
  if (event.type !== "message_posted") return talk;
  if (!talk.atEnd) return { ...talk, missed: talk.missed + 1 };
  const { type: _, ...posted } = event;
  const message: Message = {
    ...posted,
    seq: entry.seq,
    at: entry.at,
    gone: null,
    removed_for: null,
    edited_at: null,
    reactions: {},
    mine: [],
  };
  return { ...talk, messages: [...talk.messages, shown(message, entry.seq)] };
}

function shown(message: Message, asOf: number): Shown {
  return { ...message, asOf };
}

function changed(
  messages: readonly Shown[],
  entry: Entry,
  me: string | null,
): readonly Shown[] {
  const event = entry.event;
  const concerns = concerned(event);
  if (concerns === null) return messages;
  return messages.map((message) =>
    message.asOf < entry.seq && concerns(message)
      ? { ...message, ...change(message, entry, event, me), asOf: entry.seq }
      : message,
  );
}

function concerned(event: Event): ((message: Shown) => boolean) | null {
  if (event.type === "name_changed" || event.type === "member_left") {
    const { member } = event;
    return (message) => message.author === member || message.asked_by === member;
  }
  if (event.type === "messages_removed") {
    const removed = new Set(event.messages);
    return (message) => removed.has(message.message);
  }
  if ("message" in event) return (message) => message.message === event.message;
  return null;
}

function change(
  message: Shown,
  entry: Entry,
  event: Event,
  me: string | null,
): Partial<Shown> {
  switch (event.type) {
    case "message_edited":
      return { body: event.body, edited_at: entry.at };
    case "message_retracted":
      return { body: null, gone: "retracted" };
    case "message_removed":
    case "messages_removed":
      return { body: null, gone: "removed", removed_for: event.reason };
    case "message_restored":
      return { body: event.body, gone: null, removed_for: null };
    case "reaction_added":
      return reacted(message, event.reaction, 1, event.member === me);
    case "reaction_removed":
      return reacted(message, event.reaction, -1, event.member === me);
    case "name_changed":
      return renamed(message, event.member, event.name);
    case "member_left":
      return renamed(message, event.member, "");
    default:
      return {};
  }
}

/** Wherever a member's name stands in a message. */
function renamed(message: Shown, member: string, name: string): Partial<Shown> {
  const asked = message.asked_by === member ? { asked_name: name } : {};
  return message.author === member ? { ...asked, name } : asked;
}

function reacted(
  message: Shown,
  reaction: Reaction,
  by: 1 | -1,
  isMine: boolean,
): Partial<Shown> {
  const { [reaction]: before = 0, ...others } = message.reactions;
  const count = before + by;
  const reactions = count > 0 ? { ...others, [reaction]: count } : others;
  if (!isMine) return { reactions };
  const without = message.mine.filter((each) => each !== reaction);
  return { reactions, mine: by === 1 ? [...without, reaction] : without };
}
