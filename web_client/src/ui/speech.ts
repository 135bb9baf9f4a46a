// How the page speaks: texts by catalogue key, and moments in the reader's language and time zone.

import { FluentBundle, FluentResource } from "@fluent/bundle";

export type Params = Record<string, string | number>;

export interface Speech {
  /** The text of a key. A key that is missing is an error in the catalogue, and shows itself. */
  t(key: string, params?: Params): string;
  /** "Thursday, May 14" */
  day(ms: number): string;
  /** "6:04 PM" */
  clock(ms: number): string;
  /** The clock when it is today as seen from `now`, else the day with it: standing alone. */
  moment(ms: number, now: number): string;
  /** The same after "until" or "about": in Spanish with its article. */
  until(ms: number, now: number): string;
  /** The same as an answer to "when?": "at 6:04 PM". */
  at(ms: number, now: number): string;
  /** The name of a language by its code. */
  language(code: string): string;
}

const CATALOGUES: Record<string, () => Promise<{ default: string }>> = {
  en: () => import("./catalogues/en"),
  es: () => import("./catalogues/es"),
};

/** Loads the catalogue of a language; English for one that there is none for. */
export async function loadSpeech(lang: string): Promise<Speech> {
  const load = CATALOGUES[lang] ?? CATALOGUES.en;
  const source = load === undefined ? "" : (await load()).default;
  return speech(lang, source);
}

export function speech(lang: string, source: string): Speech {
  const bundle = new FluentBundle(lang, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  const days = new Intl.DateTimeFormat(lang, { weekday: "long", month: "long", day: "numeric" });
  const clocks = new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" });
  const languages = new Intl.DisplayNames(lang, { type: "language" });
  const t = (key: string, params?: Params) => text(bundle, key, params);
  const day = (ms: number) => days.format(ms);
  const clock = (ms: number) => clocks.format(ms);
  // "la 1:04", "las 6:04"
  const inWords = (ms: number) => {
    const hour = clocks.formatToParts(ms).find(({ type }) => type === "hour")?.value;
    return t("time-clock", { hour: Number(hour), clock: clock(ms) });
  };
  const isToday = (ms: number, now: number) => day(ms) === day(now);
  const dayToo = (key: string, ms: number) => t(key, { day: day(ms), clock: inWords(ms) });
  return {
    t,
    day,
    clock,
    moment: (ms, now) => (isToday(ms, now) ? clock(ms) : `${day(ms)}, ${clock(ms)}`),
    until: (ms, now) => (isToday(ms, now) ? inWords(ms) : dayToo("time-day-clock", ms)),
    at: (ms, now) =>
      isToday(ms, now) ? t("time-at", { clock: inWords(ms) }) : dayToo("time-at-day", ms),
    language: (code) => languages.of(code) ?? code,
  };
}

function text(bundle: FluentBundle, key: string, params?: Params): string {
  const pattern = bundle.getMessage(key)?.value;
  return pattern ? bundle.formatPattern(pattern, params) : key;
}
