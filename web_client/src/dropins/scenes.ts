// What one can do in a drop-in just now, from what the server says of it: the one place where the
// panel, the composer and the tests ask. Pure; a press too late is still the server's to refuse.

import type { Card, LineView, PlaceState, You, YourPlace } from "../wire/protocol";
import { isLive } from "./floor";

export type YourAct =
  | "come_back"
  | "step_aside"
  | "leave_line"
  | "hide_place"
  | "show_place"
  | "change_place";

const HELD: ReadonlySet<PlaceState> = new Set([
  "waiting",
  "listed",
  "aside",
  "called",
  "talking",
]);

/** Whether the place is still held. */
export function holdsPlace(yours: YourPlace | null): yours is YourPlace {
  return yours !== null && HELD.has(yours.state);
}

/** What one can do with the place one holds, in the order in which it is offered. */
export function actsOnPlace(yours: YourPlace): readonly YourAct[] {
  const hiding: YourAct = yours.position_hidden ? "show_place" : "hide_place";
  switch (yours.state) {
    case "waiting":
      return ["step_aside", hiding, "change_place", "leave_line"];
    case "listed":
      return [hiding, "change_place", "leave_line"];
    case "aside":
      return ["come_back", "leave_line"];
    default:
      return [];
  }
}

/** How places can be taken: not at all, freely, or on the waiting list. */
export type Taking = "none" | "closed" | "free" | "listed";

export function takingIn(card: Card): Taking {
  const hasLine = card.form === "line" || card.form === "circle";
  const isOpen = card.stage === "lobby" || card.stage === "late" || isLive(card.stage);
  if (!hasLine || !isOpen) return "none";
  if (!card.line_open) return "closed";
  return card.in_line >= card.capacity ? "listed" : "free";
}

/** Whether questions can be asked aside. */
export function asksAside({ stage }: Card): boolean {
  return stage === "scheduled" || stage === "lobby" || stage === "late" || isLive(stage);
}

/** Whether it is over, however it ended. */
export function isOver({ stage }: Card): boolean {
  return stage === "ended" || stage === "answered" || stage === "unhosted" || stage === "cancelled";
}

/** Whether one sees the session as who runs it does; who was only asked to take over does not. */
export function runs({ hosting }: LineView, you: You | null): boolean {
  return hosting !== null && (hosting.hosts || you?.role === "moderator" || you?.role === "admin");
}

export type HostAct =
  | "open"
  | "accept"
  | "take_over"
  | "done"
  | "invite"
  | "pause"
  | "go_on"
  | "carry"
  | "late"
  | "close_line"
  | "open_line"
  | "tell"
  | "co_host"
  | "hand_over"
  | "ask_moderator"
  | "end"
  | "undo";

/** What hosts and moderators can do now. */
export function hostActs({ card, hosting }: LineView, you: You | null, now: number): Set<HostAct> {
  const acts = new Set<HostAct>();
  if (card === null || hosting === null) return acts;
  const isStaff = you?.role === "moderator" || you?.role === "admin";
  const isHost = card.host === you?.member;
  const has = (condition: boolean, ...found: HostAct[]) => {
    if (condition) for (const each of found) acts.add(each);
  };
  const live = isLive(card.stage);
  const waits = card.stage === "lobby" || card.stage === "late";
  const hasLine = card.form === "line" || card.form === "circle";
  has(waits, "open");
  has(waits && hosting.hosts, "late");
  has(hosting.offered_you, "accept");
  has(live && !isHost && (isStaff || (hosting.hosts && card.stage === "host_away")), "take_over");
  has(live && card.speaker !== null, "done");
  has(live && hasLine && !card.frozen && mayInvite(card, hosting.line), "invite");
  has(live && !card.frozen, "pause", "carry");
  has(live && card.frozen, "go_on");
  has(!isOver(card) && hasLine, card.line_open ? "close_line" : "open_line");
  has(!isOver(card) && hosting.line.length > 0, "tell");
  has((live || waits) && hosting.hosts, "co_host", "ask_moderator");
  has(live && hosting.hosts && hosting.offered_to === null, "hand_over");
  has(live, "end");
  has(isOver(card) && (hosting.may_undo_until ?? 0) > now, "undo");
  return acts;
}

function mayInvite(card: Card, line: readonly { state: PlaceState }[]): boolean {
  return card.speaker === null && !line.some((each) => each.state === "called");
}

/** So much of a turn is thought to be gone, from 0; past 0.8 one's own timer turns amber. */
export function turnGone(card: Card, since: number, now: number): number {
  if (since === 0 || card.turn_minutes === 0) return 0;
  return (now - since) / (card.turn_minutes * 60_000);
}

export const NEARLY_GONE = 0.8;
