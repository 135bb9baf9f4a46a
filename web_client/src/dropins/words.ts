// The sentences about a drop-in that need its times and names: for the panel, its bar and what is
// spoken. Every time is the reader's own.

import type { Speech } from "../ui/speech";
import type { Card, LineView, Wait, YourPlace } from "../wire/protocol";

/** Where the session stands. */
export function stageWords(speech: Speech, card: Card, now: number): string {
  const { t } = speech;
  const host = card.host_name;
  const starts = { when: speech.at(card.starts_at, now) };
  if (card.stopped) return t("dropin-status-stopped");
  if (card.frozen) return t("dropin-status-frozen");
  switch (card.stage) {
    case "scheduled":
      return t("live-scheduled", starts);
    case "lobby":
      return t("live-lobby", starts);
    case "late":
      if (card.late_minutes === null) return t("dropin-status-late", { host });
      return t("dropin-status-late-minutes", { host, minutes: card.late_minutes });
    case "live":
      return t("live-now", { when: speech.until(card.ends_at, now) });
    case "host_away":
      return t("dropin-status-host_away", { host });
    case "wrapping":
      return t("live-wrapping", { when: speech.until(card.ends_at, now) });
    case "overrun":
      return t("dropin-status-overrun");
    case "ended":
      return t("dropin-status-ended");
    case "answered":
      return t("dropin-status-answered");
    case "unhosted":
      return t("dropin-status-unhosted");
    case "cancelled":
      return t("dropin-status-cancelled");
  }
}

/** When it is next; null when that is not known, or will not be. */
export function nextWords(speech: Speech, { next_at, stopped }: Card, now: number): string | null {
  if (next_at === null || stopped) return null;
  return speech.t("live-next", { when: speech.at(next_at, now) });
}

/** One's own place. */
export function placeWords({ t }: Speech, yours: YourPlace, host: string): string {
  switch (yours.state) {
    case "waiting":
      if (yours.position_hidden || yours.position === null) return t("dropin-place-hidden");
      return t("dropin-place", { position: yours.position });
    case "listed":
      return t("dropin-place-listed");
    case "aside":
      return t("dropin-place-aside");
    case "called":
      return t("dropin-place-called");
    case "talking":
      return t("dropin-place-talking");
    case "done":
      return t("dropin-place-done");
    case "left":
      return t("live-place-left");
    case "answered":
      return t("dropin-place-answered", { host });
    case "unreached":
      return t("dropin-place-unreached");
  }
}

/** How long it may take; null where nothing honest can be said. */
export function waitWords({ t }: Speech, wait: Wait | null): string | null {
  if (wait === null) return null;
  if (wait.unlikely) return t("dropin-wait-unlikely");
  const { from_minutes: from, to_minutes: to } = wait;
  if (to <= 1) return t("live-wait-soon");
  return t("dropin-wait", { from, to });
}

/** The one sentence that matters now. */
export function barWords(speech: Speech, view: LineView, now: number): string {
  const { card, yours } = view;
  if (card === null) return "";
  if (yours?.state === "called") return placeWords(speech, yours, card.host_name);
  const isWaiting = yours?.state === "waiting" || yours?.state === "aside";
  if (card.stage !== "live" || card.frozen || !isWaiting || yours === null) {
    return stageWords(speech, card, now);
  }
  return placeWords(speech, yours, card.host_name);
}

/** Languages by their names, in the order in which they are spoken. */
export function languageNames(speech: Speech, codes: readonly string[]): string {
  return codes.map((code) => speech.language(code)).join(", ");
}

/** "1:05", what is left until a moment. */
export function leftWords(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Whole minutes since a moment. */
export function minutesSince(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 60_000));
}
