// Word for word what an act of staff makes people read, from the same texts that will be shown.

import type { Choice, StaffAct } from "../state/moderating";
import { refusalText } from "../ui/refusals";
import type { Place } from "../ui/speaking";
import type { Speech } from "../ui/speech";

export interface Read {
  /** Null for an act on the room. */
  person: string | null;
  /** Null when the room is not told. */
  room: string | null;
  /** What else follows from it. */
  besides?: string;
}

export function readBy(
  place: Pick<Place, "speech" | "session">,
  act: StaffAct,
  choice: Choice,
): Read {
  const { speech } = place;
  const now = place.session.serverNow();
  const until = now + choice.seconds * 1_000;
  const why = choice.reason ?? "other";
  const reason = speech.t(`reason-${why}`);
  switch (act.kind) {
    case "take_down":
    case "take_down_recent":
      return {
        person: speech.t("gone-removed-yours-why", { reason }),
        room: speech.t("gone-removed-why", { reason }),
      };
    case "pause":
      return { person: pausedWords(speech, { until, reason: why }, now), room: null };
    case "step_out": {
      const refusal = { code: "stepped_out", params: { until, reason: why } } as const;
      return { person: refusalText(speech, refusal, now), room: null };
    }
    case "close_account":
      return {
        person: speech.t("refusal-account_closed"),
        room: null,
        besides: speech.t("besides-close_account"),
      };
    case "suspend":
      return {
        person: suspendedWords(speech, { until: now + HOUR_MS, reason: why }, now),
        room: null,
        besides: speech.t("besides-suspend"),
      };
    case "close_room":
      return { person: null, room: speech.t("room-locked-why", { reason }) };
    case "open_room":
      return { person: null, room: speech.t("room-open-again") };
    case "slow":
      return {
        person: null,
        room:
          choice.seconds === 0
            ? speech.t("room-usual-pace")
            : speech.t("room-slow", { seconds: choice.seconds }),
      };
    case "calm":
      return {
        person: null,
        room: speech.t("room-calm", { until: speech.until(until, now) }),
        besides: speech.t("besides-calm"),
      };
    case "end_calm":
      return { person: null, room: speech.t("room-usual-pace") };
  }
}

const HOUR_MS = 3_600_000;

interface Held {
  until: number;
  reason: string;
}

/** What somebody reads whose writing is paused here. */
export function pausedWords(speech: Speech, { until, reason }: Held, now: number): string {
  return [
    speech.t("paused-until", { until: speech.until(until, now) }),
    speech.t("paused-why", { reason: speech.t(`reason-${reason}`) }),
    speech.t("composer-kept"),
  ].join(" ");
}

/** What a colleague reads whose powers are set aside. */
export function suspendedWords(speech: Speech, { until, reason }: Held, now: number): string {
  return speech.t("powers-suspended", {
    until: speech.until(until, now),
    reason: speech.t(`reason-${reason}`),
  });
}
