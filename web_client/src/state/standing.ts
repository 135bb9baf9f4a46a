// What a person may do here, as far as entries tell: one's own pause, and, for staff, which pauses
// and removals of others are in force. Pure.

import type { Event, Reason } from "../wire/protocol";

export interface Pause {
  until: number;
  /** Null when it began before this page was opened. */
  reason: Reason | null;
}

export interface Sanction extends Pause {
  id: string;
  kind: "mute" | "removal";
}

export type Sanctions = ReadonlyMap<string, readonly Sanction[]>;

/** The sanctions after `event`, by the member they are on. */
export function withEvent(sanctions: Sanctions, event: Event): Sanctions {
  switch (event.type) {
    case "member_muted":
    case "member_removed": {
      const kind = event.type === "member_muted" ? "mute" : "removal";
      const { sanction: id, until, reason, member } = event;
      const held = sanctions.get(member) ?? [];
      return new Map(sanctions).set(member, [...held, { id, until, reason, kind }]);
    }
    case "sanction_lifted": {
      const left = (sanctions.get(event.member) ?? []).filter((each) => each.id !== event.sanction);
      return new Map(sanctions).set(event.member, left);
    }
    default:
      return sanctions;
  }
}

/** One's own pause in force at `now`: the longest, from entries or from what joining said. */
export function pauseOf(
  sanctions: Sanctions,
  member: string,
  untilAtJoin: number | null,
  now: number,
): Pause | null {
  const mutes = (sanctions.get(member) ?? []).filter((each) => each.kind === "mute");
  const all: Pause[] = mutes.map(({ until, reason }) => ({ until, reason }));
  if (untilAtJoin !== null && !mutes.some((each) => each.until === untilAtJoin)) {
    all.push({ until: untilAtJoin, reason: null });
  }
  const inForce = all.filter((each) => each.until > now);
  return inForce.reduce<Pause | null>((a, b) => (a !== null && a.until >= b.until ? a : b), null);
}
