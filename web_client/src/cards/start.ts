// Keeps the drop-ins on a page fresh: read again when something changed or a session turns, taken
// over part by part, and said aloud once for each stage.

import { readPage } from "../staff/fresh_page";
import { localTimes } from "../ui/local_times";
import type { Speech } from "../ui/speech";
import { wallClock } from "../wire/clock";
import { takeOver } from "./taking_over";
import { type Watched, Watching } from "./watching";
import { deviceZone, tellZone } from "./zone";

export function startCards(data: string, speech: Speech): void {
  const watched = JSON.parse(data) as Watched;
  const asked = new Asked();
  const readAgain = () => takePage(watched.page, speech);
  const watching = new Watching(watched, wallClock, { hasChanged: (at) => asked.at(at), readAgain }, Math.random);
  window.addEventListener("online", () => watching.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") watching.nudge();
  });
  watching.start();
  if (isOtherZone(watched)) void watching.readAgain();
}

/** Told in any case: a page later may know the reader's time at once. */
function isOtherZone({ zone, told }: Watched): boolean {
  const here = deviceZone();
  tellZone(here, document);
  return (told === "nobody" || told === "device") && here !== "" && here !== zone;
}

/** Whether an address gives another answer than before, at the cost of an empty one when not. The
 * second asking says yes in any case: what changed between the page and the first was seen by none. */
class Asked {
  #tag: string | null = null;
  #isSure = false;
  #turn: Promise<boolean> = Promise.resolve(false);

  /** One after the other, so that each has the answer before it to compare with. */
  at(address: string): Promise<boolean> {
    this.#turn = this.#turn.then(() => this.#ask(address));
    return this.#turn;
  }

  async #ask(address: string): Promise<boolean> {
    const known = this.#tag;
    const headers: HeadersInit = known === null ? {} : { "if-none-match": known };
    try {
      const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
      if (!answer.ok && answer.status !== 304) return false;
      this.#tag = answer.headers.get("etag") ?? known;
    } catch {
      return false;
    }
    if (known === null) return false;
    const hasChanged = known !== this.#tag || !this.#isSure;
    this.#isSure = true;
    return hasChanged;
  }
}

async function takePage(path: string, speech: Speech): Promise<Watched | null> {
  const page = await readPage(path);
  if (page === null) return null;
  const said = takeOver(document, page);
  localTimes(document, speech);
  say(said);
  const data = page.getElementById("cards")?.textContent;
  return data ? (JSON.parse(data) as Watched) : null;
}

/** What changed, for who listens to the page: once, and only where the page has a place for it. */
function say(said: string[]): void {
  const place = document.getElementById("cards-said");
  if (place !== null && said.length > 0) place.textContent = said.join(" ");
}
