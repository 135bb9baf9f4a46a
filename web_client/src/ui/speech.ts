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
  /** The clock when it is today as seen from `now`, else the day with it. */
  until(ms: number, now: number): string;
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
  const day = (ms: number) => days.format(ms);
  const clock = (ms: number) => clocks.format(ms);
  return {
    t: (key, params) => text(bundle, key, params),
    day,
    clock,
    until: (ms, now) => (day(ms) === day(now) ? clock(ms) : `${day(ms)}, ${clock(ms)}`),
    language: (code) => languages.of(code) ?? code,
  };
}

function text(bundle: FluentBundle, key: string, params?: Params): string {
  const pattern = bundle.getMessage(key)?.value;
  return pattern ? bundle.formatPattern(pattern, params) : key;
}
