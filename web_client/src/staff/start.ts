// Keeps the page of what waits, /mod or /mentor, fresh, and its buttons from loading it again.

import { storageOr } from "../state/storage";
import { localTimes } from "../ui/local_times";
import type { Speech } from "../ui/speech";
import { wallClock } from "../wire/clock";
import { type Act, expected, requestFor, send, sentence } from "./acts";
import { Duty } from "./duty";
import { readPage } from "./fresh_page";
import { idOf, List } from "./list";
import { type Line, Watch } from "./watch";

/** What the server puts into `<script type="application/json" id="staff">`. */
export interface Boot {
  page: string;
  socket: string;
}

export function startStaff(boot: Boot, speech: Speech): void {
  const place = document.getElementById("waiting");
  if (place === null) return;
  const list = new List(speech, place);
  const readAgain = reading(boot.page, list);
  place.addEventListener("submit", (event) => press(event, list, speech, readAgain));
  const watch = watching(boot, speech, readAgain);
  window.addEventListener("online", () => watch.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") watch.nudge();
  });
  localTimes(document, speech);
  watch.start();
}

function watching(boot: Boot, speech: Speech, readAgain: () => void): Watch {
  const address = new URL(boot.socket, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const form = document.querySelector<HTMLFormElement>("form#duty");
  const duty = form && new Duty(form, storageOr(() => sessionStorage));
  return new Watch(
    { connect: () => new WebSocket(address), clock: wallClock, random: Math.random },
    { readAgain, renew: () => duty?.renew(), line: (line) => sayLine(line, speech) },
  );
}

/** Reads one page at a time; what happens meanwhile is in the next. */
function reading(path: string, list: List): () => void {
  let isReading = false;
  let isWanted = false;
  const read = async () => {
    isWanted = true;
    if (isReading) return;
    isReading = true;
    while (isWanted) {
      isWanted = false;
      const page = await readPage(path);
      if (page !== null && list.take(page)) say(newsIn(page), "vh");
    }
    isReading = false;
  };
  return () => void read();
}

async function press(
  event: SubmitEvent,
  list: List,
  speech: Speech,
  readAgain: () => void,
): Promise<void> {
  const form = event.target as HTMLFormElement;
  const item = form.closest<HTMLElement>("[data-item]");
  if (item === null) return;
  event.preventDefault();
  const act = form.dataset.act as Act;
  const outcome = (event.submitter as HTMLButtonElement | null)?.value || null;
  const request = requestFor(act, idOf(item), outcome);
  list.expect(item, speech.t(expected(act, item.classList.contains("first_message"))));
  const key = sentence(await send(request));
  say(key === null ? "" : speech.t(key), "care");
  readAgain();
}

function newsIn(page: Document): string {
  return page.getElementById("waiting-heading")?.textContent ?? "";
}

/** In a place that is read aloud; what the heading says already is for the ear alone (`vh`). */
function say(text: string, look: "vh" | "care"): void {
  const said = document.getElementById("staff-said");
  if (said === null) return;
  const words = document.createElement("p");
  words.className = look;
  words.textContent = text;
  said.replaceChildren(...(text === "" ? [] : [words]));
}

function sayLine(line: Line, speech: Speech): void {
  const said = document.getElementById("staff-line");
  if (said === null) return;
  said.hidden = line === "up";
  said.textContent = line === "up" ? "" : speech.t(`mod-line-${line}`);
}
