// Who is here now, and who is writing just now. Pure; nothing of it is kept.

import type { Here, PresenceChanged, TypingNotice } from "../wire/protocol";

export const TYPING_SHOWN_MS = 5_000;

export interface Writer {
  member: string;
  name: string;
  until: number;
}

export function withChange(here: Here, change: PresenceChanged): Here {
  const gone = new Set([...change.leaves, ...change.joins.map((person) => person.member)]);
  const staying = here.people.filter((person) => !gone.has(person.member));
  return { people: [...staying, ...change.joins], others: change.others ?? here.others };
}

export function withNotice(
  writers: readonly Writer[],
  notice: TypingNotice,
  now: number,
): Writer[] {
  const { member, name } = notice;
  return [...without(writers, member), { member, name, until: now + TYPING_SHOWN_MS }];
}

export function without(writers: readonly Writer[], member: string): Writer[] {
  return writers.filter((writer) => writer.member !== member);
}

export function stillWriting(writers: readonly Writer[], now: number): Writer[] {
  return writers.filter((writer) => writer.until > now);
}
