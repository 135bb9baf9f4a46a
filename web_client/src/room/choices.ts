// The closed lists that people choose from, in the order in which they are offered.

import type { Reaction, Reason, Role } from "../wire/protocol";

export const REACTIONS: readonly Reaction[] = [
  "hug",
  "thank_you",
  "me_too",
  "hope",
  "thinking_of_you",
];

export const REASONS: readonly Reason[] = [
  "contact_details",
  "medical_advice",
  "unkind",
  "selling",
  "flooding",
  "other",
];

export const PAUSES: readonly { key: string; seconds: number }[] = [
  { key: "pause-15-minutes", seconds: 15 * 60 },
  { key: "pause-1-hour", seconds: 3_600 },
  { key: "pause-1-day", seconds: 24 * 3_600 },
];

const RANKS: Record<Role, number> = { guest: 0, member: 1, mentor: 2, moderator: 3, admin: 4 };

export function isStaff(role: Role | undefined): boolean {
  return role !== undefined && RANKS[role] >= RANKS.moderator;
}

/** Those who may tell the room that they are writing. */
export function isHelper(role: Role | undefined): boolean {
  return role !== undefined && RANKS[role] >= RANKS.mentor;
}

/** Whether someone may act on someone else: nobody on a peer. */
export function outranks(role: Role | undefined, other: string): boolean {
  return role !== undefined && RANKS[role] > (RANKS[other as Role] ?? RANKS.admin);
}
