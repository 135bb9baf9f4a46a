// What waits to be read by this person, above the page they have open: the newest of it, in their
// own time zone. The page where it is marked as read is the server's.

import type { ReadonlySignal } from "@preact/signals";
import { get } from "../wire/http";
import type { Speech } from "./speech";

interface Notice {
  readonly kind: string;
  readonly at: number;
  readonly starts_at: number | null;
}

interface Notices {
  readonly notices: readonly Notice[];
  readonly zone: string | null;
}

/** Reads them again whenever the server says that there is something new. */
export function keepForYou(changes: ReadonlySignal<number>, speech: Speech): void {
  const place = document.getElementById("for-you");
  if (place === null) return;
  changes.subscribe((count) => {
    if (count > 0) void readAgain(place, speech);
  });
}

async function readAgain(place: HTMLElement, speech: Speech): Promise<void> {
  const said = await get<Notices>("/api/me/notices");
  if ("answer" in said) place.replaceChildren(...shown(said.answer, speech));
}

/** Nothing when nothing waits. */
export function shown({ notices, zone }: Notices, speech: Speech): Node[] {
  const newest = notices.at(-1);
  if (newest === undefined) return [];
  const link = document.createElement("a");
  link.href = "/me";
  link.textContent = speech.t(`notice-${newest.kind}`, when(newest.starts_at ?? newest.at, zone));
  const text = document.createElement("p");
  text.className = "care";
  text.append(link);
  return [text];
}

function when(ms: number, zone: string | null): { day: string; clock: string } {
  const lang = document.documentElement.lang;
  const format = (parts: Intl.DateTimeFormatOptions) => inZone(lang, parts, zone).format(ms);
  return {
    day: format({ weekday: "long", month: "long", day: "numeric" }),
    clock: format({ hour: "numeric", minute: "2-digit" }),
  };
}

/** A zone that this browser does not know is left to the device. */
function inZone(
  lang: string,
  parts: Intl.DateTimeFormatOptions,
  zone: string | null,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(lang, { ...parts, timeZone: zone ?? undefined });
  } catch {
    return new Intl.DateTimeFormat(lang, parts);
  }
}
