// What is spoken when a drop-in changes: one's own turn, one's place when it matters, what becomes
// of the session. Never each step of the line, and never who has the turn. Pure.

import type { Speech } from "../ui/speech";
import type { HostView, LineView, YourPlace } from "../wire/protocol";
import { placeWords, stageWords, waitWords } from "./words";

/** The sentences for what is new in `after`, the gravest first; nothing for the first snapshot. */
export function newsIn(speech: Speech, before: LineView, after: LineView, now: number): string[] {
  return [
    ...callNews(speech, before.hosting, after.hosting),
    ...placeNews(speech, before.yours, after),
    ...stageNews(speech, before, after, now),
    ...toldNews(speech, before, after),
    ...lineNews(speech, before.hosting, after.hosting),
  ];
}

function stageNews(speech: Speech, before: LineView, after: LineView, now: number): string[] {
  if (after.card === null) return [];
  const isSame =
    before.card?.drop_in === after.card.drop_in &&
    before.card.stage === after.card.stage &&
    before.card.frozen === after.card.frozen &&
    before.card.late_minutes === after.card.late_minutes;
  const wasOver = before.card?.stage === "ended" && after.card.stage === "answered";
  return isSame || wasOver ? [] : [stageWords(speech, after.card, now)];
}

function placeNews(speech: Speech, before: YourPlace | null, view: LineView): string[] {
  const { yours: after, card } = view;
  if (after === null || card === null) return [];
  const isNew = before?.state !== after.state;
  const isNext = after.position === 1 && before?.position !== 1;
  const news = isNew || isNext ? [placeWords(speech, after, card.host_name)] : [];
  if (after.moved_down && before?.moved_down !== true) news.push(speech.t("dropin-place-moved"));
  const isUnlikely = after.wait?.unlikely === true && before?.wait?.unlikely !== true;
  if (isUnlikely) news.push(waitWords(speech, after.wait) ?? "");
  return news;
}

function toldNews({ t }: Speech, before: LineView, after: LineView): string[] {
  const { yours } = after;
  if (yours === null || yours.told === "" || yours.told_at === before.yours?.told_at) return [];
  return [t("live-told-spoken", { words: yours.told })];
}

function callNews({ t }: Speech, before: HostView | null, after: HostView | null): string[] {
  if (before === null || after === null) return [];
  const known = new Set(before.calls.map(({ call }) => call));
  const fresh = after.calls.filter(({ call }) => !known.has(call));
  const news = fresh.map(({ kind }) => t(`console-call-${kind}`));
  if (after.well_due !== null && before.well_due === null) news.push(t("console-well"));
  if (after.offered_you && !before.offered_you) news.push(t("console-offered-you"));
  return news;
}

/** Somebody came into a line that was empty. */
function lineNews({ t }: Speech, before: HostView | null, after: HostView | null): string[] {
  if (before === null || after === null) return [];
  const isFirst = before.line.length === 0 && after.line.length > 0;
  return isFirst ? [t("console-somebody-waits")] : [];
}
