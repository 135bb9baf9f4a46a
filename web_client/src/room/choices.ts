// The closed lists that people choose from, in the order in which they are offered.

import type { StaffAct } from "../state/moderating";
import type { Reaction, Reason, Role } from "../wire/protocol";

export interface Term {
  key: string;
  seconds: number;
}

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
  "heated",
  "no_cover",
  "other",
];

const ABOUT_ROOMS: readonly Reason[] = ["heated", "flooding", "no_cover", "other"];

/** The reasons that make sense for it. */
export function reasonsFor({ kind }: StaffAct): readonly Reason[] {
  if (kind === "close_room") return ABOUT_ROOMS;
  return REASONS.filter((reason) => reason !== "no_cover");
}

/** How long, or for a pace how slow, by act; an act that is not here has nothing to choose. */
export const TERMS: Partial<Record<StaffAct["kind"], readonly Term[]>> = {
  pause: [
    { key: "term-15-minutes", seconds: 15 * 60 },
    { key: "term-1-hour", seconds: 3_600 },
    { key: "term-1-day", seconds: 24 * 3_600 },
  ],
  step_out: [
    { key: "term-1-hour", seconds: 3_600 },
    { key: "term-1-day", seconds: 24 * 3_600 },
    { key: "term-1-week", seconds: 7 * 24 * 3_600 },
  ],
  slow: [
    { key: "pace-usual", seconds: 0 },
    { key: "pace-10-seconds", seconds: 10 },
    { key: "pace-30-seconds", seconds: 30 },
    { key: "pace-1-minute", seconds: 60 },
  ],
};

/** As long as a calm lasts. */
export const CALM_SECONDS = 30 * 60;

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

/** Somebody whose powers can be set aside for a while: not an admin's. */
export function isColleague(role: string): boolean {
  return role === "mentor" || role === "moderator";
}
