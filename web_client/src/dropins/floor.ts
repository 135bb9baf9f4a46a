// Who may write while a drop-in is live, as entries and snapshots tell it. Pure; what else holds
// somebody (a pause, the pace) is asked elsewhere, and the server decides.

import type { Entry, Form, LineView, Stage, You } from "../wire/protocol";

export interface Floor {
  dropIn: string;
  form: Form;
  /** Members who host, as far as it is known; a snapshot names the host alone. */
  hosts: ReadonlySet<string>;
  speaker: string | null;
  /** Milliseconds on the server's clock; 0 while nobody has the floor. */
  since: number;
  frozen: boolean;
}

/** Null while no drop-in is live. `at`: what is older changes nothing any more. */
export interface FloorAsOf {
  floor: Floor | null;
  at: number;
}

export const NO_FLOOR: FloorAsOf = { floor: null, at: 0 };

const LIVE: ReadonlySet<Stage> = new Set(["live", "host_away", "wrapping", "overrun"]);

export function isLive(stage: Stage): boolean {
  return LIVE.has(stage);
}

/** The floor after an entry; an entry that a snapshot knew already changes nothing. */
export function afterEntry(before: FloorAsOf, { event, at }: Entry): FloorAsOf {
  if (at < before.at) return before;
  if (event.type === "drop_in_opened") {
    const { drop_in: dropIn, form } = event;
    const hosts = hostsIn(event);
    return { at, floor: { dropIn, form, hosts, speaker: null, since: 0, frozen: false } };
  }
  if (!("drop_in" in event)) return before;
  const { floor } = before;
  if (floor === null || floor.dropIn !== event.drop_in) return before;
  switch (event.type) {
    case "drop_in_closed":
      return { at, floor: null };
    case "hosts_changed":
      return { at, floor: { ...floor, hosts: hostsIn(event) } };
    case "floor_given":
      return { at, floor: { ...floor, speaker: event.member, since: at } };
    case "floor_freed":
      return { at, floor: { ...floor, speaker: null, since: 0 } };
    case "floor_frozen":
      return { at, floor: { ...floor, frozen: true } };
    case "floor_thawed":
      return { at, floor: { ...floor, frozen: false } };
  }
}

function hostsIn({ host, co_host }: { host: string; co_host: string | null }): Set<string> {
  return new Set(co_host === null ? [host] : [host, co_host]);
}

/** The floor as a snapshot tells it, unless an entry knew better since. */
export function afterSnapshot(before: FloorAsOf, { card, at }: LineView): FloorAsOf {
  if (at < before.at) return before;
  if (card === null || !isLive(card.stage)) return { at, floor: null };
  const { drop_in: dropIn, form, host, speaker, speaker_since: since, frozen } = card;
  const known = before.floor;
  const isSame = known?.dropIn === dropIn && known.hosts.has(host);
  const hosts = isSame ? known.hosts : new Set([host]);
  return { at, floor: { dropIn, form, hosts, speaker, since, frozen } };
}

export type Held = { code: "short_pause" } | { code: "not_your_turn"; form: Form };

/** Why `you` may not write now; null when you may. `hosts`: the server said that you host. */
export function heldBy(floor: Floor | null, you: You | null, hosts: boolean): Held | null {
  if (floor === null || you === null) return null;
  const isStaff = you.role === "moderator" || you.role === "admin";
  if (isStaff || hosts || floor.hosts.has(you.member)) return null;
  if (floor.frozen) return { code: "short_pause" };
  const { form, speaker } = floor;
  const isTheirs = speaker === you.member || (form === "circle" && speaker === null);
  if (form === "open_hour" || (isTheirs && form !== "questions")) return null;
  return { code: "not_your_turn", form };
}
