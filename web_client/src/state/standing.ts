// What a person may do here: the pauses and removals in force, as joining told them and as entries
// have changed them since. One's own for a member, everybody's for staff. Pure.

import type { Event, Reason, SanctionInForce, SanctionKind } from "../wire/protocol";

export interface Pause {
  until: number;
  reason: Reason;
}

export interface Sanction extends Pause {
  id: string;
  kind: SanctionKind;
  /** As joining told it; null for one that began since, whose entry names nobody. */
  name: string | null;
}

/** By the member they are on. */
export type Sanctions = ReadonlyMap<string, readonly Sanction[]>;

export function fromJoined(held: readonly SanctionInForce[]): Sanctions {
  return held.reduce<Sanctions>(
    (sanctions, { member, sanction: id, ...each }) => withOne(sanctions, member, { ...each, id }),
    new Map(),
  );
}

/** The sanctions after `event`; what is known already changes nothing. */
export function withEvent(sanctions: Sanctions, event: Event): Sanctions {
  switch (event.type) {
    case "member_muted":
    case "member_removed": {
      const kind = event.type === "member_muted" ? "mute" : "removal";
      const { sanction: id, until, reason, member } = event;
      if (sanctions.get(member)?.some((each) => each.id === id)) return sanctions;
      return withOne(sanctions, member, { id, until, reason, kind, name: null });
    }
    case "sanction_lifted": {
      const left = (sanctions.get(event.member) ?? []).filter((each) => each.id !== event.sanction);
      return new Map(sanctions).set(event.member, left);
    }
    default:
      return sanctions;
  }
}

export function inForce(sanctions: Sanctions, member: string, now: number): Sanction[] {
  return (sanctions.get(member) ?? []).filter((each) => each.until > now);
}

/** A member's pause in force at `now`, the longest. */
export function pauseOf(sanctions: Sanctions, member: string, now: number): Pause | null {
  const mutes = inForce(sanctions, member, now).filter((each) => each.kind === "mute");
  const longest = mutes.sort((a, b) => b.until - a.until)[0];
  return longest === undefined ? null : { until: longest.until, reason: longest.reason };
}

function withOne(sanctions: Sanctions, member: string, sanction: Sanction): Sanctions {
  return new Map(sanctions).set(member, [...(sanctions.get(member) ?? []), sanction]);
}
