// A drop-in as the server sends it, for tests: a line that is live, unless they say otherwise.

import type {
  Card,
  Entry,
  Event,
  HostView,
  LineView,
  Waiting,
  You,
  YourPlace,
} from "../src/wire/protocol";

export const ROOM = "0".repeat(32);
export const DROP_IN = "d".repeat(32);

export const YOU: You = {
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

export function card(change: Partial<Card> = {}): Card {
  return {
    drop_in: DROP_IN,
    room: ROOM,
    form: "line",
    stage: "live",
    host: "rosa",
    host_name: "Rosa",
    second_name: "",
    starts_at: 0,
    ends_at: 3_600_000,
    opened_at: 0,
    zone: "UTC",
    languages: ["en"],
    about: "",
    expert: false,
    expert_issuer: "",
    expert_scope: "",
    covered: true,
    in_line: 0,
    capacity: 12,
    line_open: true,
    frozen: false,
    speaker: null,
    speaker_name: "",
    speaker_since: 0,
    turn_minutes: 8,
    late_minutes: null,
    next_at: null,
    stopped: false,
    ...change,
  };
}

export function yours(change: Partial<YourPlace> = {}): YourPlace {
  return {
    state: "waiting",
    position: 3,
    position_hidden: false,
    wait: null,
    until: null,
    question: "",
    note: "",
    shown: "no",
    language: "en",
    in_writing: false,
    first_time: false,
    told: "",
    told_at: null,
    moved_down: false,
    answer: "",
    mismatch: false,
    alternatives: [],
    ...change,
  };
}

export function waiting(member: string, state: Waiting["state"] = "waiting"): Waiting {
  const words = { question: "", note: "", shown: "no", language: "en" } as const;
  const more = { since: 0, until: null, in_writing: false, first_time: false, here: true };
  return { member, name: member, state, ...words, ...more };
}

export function hosting(change: Partial<HostView> = {}): HostView {
  return {
    hosts: true,
    line: [],
    speaker: null,
    questions: [],
    calls: [],
    coming: null,
    well_due: null,
    load: [],
    offered_to: null,
    offered_name: "",
    offered_you: false,
    handed_note: "",
    helpers: [],
    may_undo_until: null,
    ...change,
  };
}

export function view(change: Partial<LineView> = {}): LineView {
  return {
    room: ROOM,
    version: 1,
    at: 1_000,
    card: card(),
    yours: null,
    hosting: null,
    held: 0,
    held_back: [],
    coming: false,
    remind: false,
    ...change,
  };
}

export function entry(seq: number, at: number, event: Event): Entry {
  return { type: "entry", room: ROOM, seq, at, event };
}
