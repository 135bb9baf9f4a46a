// What staff can do about a message, a person or the room, as commands, and what undoes each. The
// id is made when the act is begun, so that asking for it again after a lost line is the same act.

import type { Moderation, Reason } from "../wire/protocol";
import { newPublicId } from "./ids";
import type { Refusal } from "./outbox";
import type { Session } from "./session";

/** Somebody, by the room's opaque id, and the name they have here. */
export interface Whom {
  member: string;
  name: string;
}

export type StaffAct =
  | { kind: "take_down"; whom: Whom; message: string }
  | { kind: "take_down_recent" | "pause" | "step_out" | "close_account" | "suspend"; whom: Whom }
  | { kind: "close_room" | "open_room" | "slow" | "calm" | "end_calm" };

export interface Choice {
  /** Null for an act that needs none. */
  reason: Reason | null;
  /** For how long, or for a pace how slow; 0 for one that has neither. */
  seconds: number;
}

/** An act that was carried out, at this place in the room. */
export interface Done {
  act: StaffAct;
  choice: Choice;
  command: Moderation;
  seq: number;
}

const NEEDS_NO_REASON = new Set<StaffAct["kind"]>(["open_room", "slow", "calm", "end_calm"]);

export function needsReason({ kind }: StaffAct): boolean {
  return !NEEDS_NO_REASON.has(kind);
}

/** The command for it under a fresh id; "other" stands for a reason that was not asked for. */
export function commandFor(room: string, act: StaffAct, choice: Choice): Moderation {
  const base = { room, command_id: newPublicId() };
  const reason = choice.reason ?? "other";
  const { seconds } = choice;
  switch (act.kind) {
    case "take_down":
      return { type: "remove_message", ...base, message: act.message, reason };
    case "take_down_recent":
      return { type: "remove_recent", ...base, member: act.whom.member, reason };
    case "pause":
      return { type: "mute_member", ...base, member: act.whom.member, seconds, reason };
    case "step_out":
      return { type: "remove_member", ...base, member: act.whom.member, seconds, reason };
    case "close_account":
      return { type: "close_account", ...base, member: act.whom.member, reason };
    case "suspend":
      return { type: "suspend_powers", ...base, member: act.whom.member, reason };
    case "close_room":
      return { type: "lock_room", ...base, reason };
    case "open_room":
      return { type: "unlock_room", ...base };
    case "slow":
      return { type: "set_pace", ...base, pace_seconds: seconds === 0 ? null : seconds };
    case "calm":
      return { type: "calm_room", ...base, seconds };
    case "end_calm":
      return { type: "end_calm", ...base };
  }
}

/** What undoes it, fresh ids throughout; nothing where there is no inverse. `removed`: what an act
 * on several messages took down. */
export function inverseOf(done: Moderation, removed: readonly string[]): Moderation[] {
  const { room } = done;
  const fresh = () => ({ room, command_id: newPublicId() });
  switch (done.type) {
    case "remove_message":
      return [{ type: "restore_message", ...fresh(), message: done.message }];
    case "remove_recent":
      return removed.map((message) => ({ type: "restore_message", ...fresh(), message }));
    case "mute_member":
    case "remove_member": {
      const { member, command_id: sanction } = done;
      return [{ type: "lift_sanction", ...fresh(), member, sanction }];
    }
    case "close_account":
      return [{ type: "open_account", ...fresh(), member: done.member }];
    case "lock_room":
      return [{ type: "unlock_room", ...fresh() }];
    case "set_pace":
      if (done.pace_seconds === null) return [];
      return [{ type: "set_pace", ...fresh(), pace_seconds: null }];
    case "calm_room":
      return [{ type: "end_calm", ...fresh() }];
    default:
      return [];
  }
}

/** How many messages an act on somebody's last hour would take down; null when it is not known. */
export async function countRecent(session: Session, member: string): Promise<number | null> {
  const answer = await session.ask({ type: "count_recent", room: session.room, member });
  return answer?.type === "counted" ? answer.count : null;
}

export type Outcome = { seq: number } | Pick<Refusal, "code" | "params">;

/** Carries the act out; asked again with the same command, it is still done once. */
export async function carryOut(session: Session, command: Moderation): Promise<Outcome> {
  const answer = await session.ask(command);
  if (answer?.type === "receipt") return { seq: answer.seq };
  return answer?.type === "refused" ? answer : { code: "retry", params: {} };
}
