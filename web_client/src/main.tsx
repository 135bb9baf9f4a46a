// Starts the live room on a page that holds its data in #hearthside; on others, only puts times
// into the reader's time zone.

import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/page_parts.css";
import "./style/account.css";
import "./style/directory.css";
import "./style/doors.css";
import "./style/drop_ins.css";
import "./style/scheduling.css";
import "./style/help.css";
import "./style/room.css";
import "./style/acts.css";
import "./style/staff.css";
import "./style/live_drop_ins.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { endQuietCard } from "./room/quiet_card";
import { Room } from "./room/room";
import { Corner } from "./room/room_menu";
import { Session } from "./state/session";
import { clearShelves, sweepShelves } from "./state/shelves";
import { PageMemory, type Storage, storageOr } from "./state/storage";
import { keepForYou } from "./ui/for_you";
import { drawByFrames } from "./ui/frames";
import { localTimes } from "./ui/local_times";
import { type Place, PlaceContext } from "./ui/speaking";
import { loadSpeech, type Speech } from "./ui/speech";
import { wallClock } from "./wire/clock";

/** What the server puts into `<script type="application/json" id="hearthside">`. */
interface Boot {
  room: string;
  lang: string;
  signedIn: boolean;
  socket: string;
}

function boot(): Boot | null {
  const data = document.getElementById("hearthside")?.textContent;
  return data ? (JSON.parse(data) as Boot) : null;
}

/** Where this device keeps things for us: nowhere, where others use it too. */
function deviceStorage(): Storage {
  const isShared = document.documentElement.hasAttribute("data-shared-device");
  return isShared ? new PageMemory() : storageOr(() => localStorage);
}

function open({ room, socket }: Boot, storage: Storage): Session {
  const address = new URL(socket, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return new Session({
    room,
    connect: () => new WebSocket(address),
    clock: wallClock,
    random: Math.random,
    storage,
  });
}

/** Shows the live room. Until it has something to say, be it a no, the server's page stands. */
function show(place: Place): void {
  const live = document.getElementById("live");
  if (live === null) return;
  drawByFrames();
  place.session.hasAnswered.subscribe((hasAnswered) => {
    if (hasAnswered) document.getElementById("still")?.remove();
  });
  endQuietCard(place.session);
  // The way to the new room outlives the page that the server rendered.
  const moved = document.getElementById("moved");
  if (moved !== null) live.before(moved);
  render(within(place, <Room />), live);
  const head = document.querySelector(".room-head");
  if (head === null) return;
  const corner = head.appendChild(document.createElement("div"));
  corner.className = "corner";
  render(within(place, <Corner />), corner);
}

function within(place: Place, children: preact.ComponentChildren) {
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>;
}

function comeBackWhenSeen(session: Session): void {
  window.addEventListener("online", () => session.nudge());
  window.addEventListener("pageshow", () => session.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") session.nudge();
  });
}

const WAYS_OUT = ["/logout", "/me/sessions", "/me/leave"].map((to) => `form[action="${to}"]`);

/** Also what was kept before the device was said to be shared. */
function forgetOnLogOut(): void {
  for (const form of document.querySelectorAll(WAYS_OUT.join(", "))) {
    form.addEventListener("submit", () => clearShelves(storageOr(() => localStorage)));
  }
}

/** A page that the browser had put by may show words that have been taken away since. */
function readAgainWhenBack(): void {
  window.addEventListener("pageshow", (event) => {
    const still = document.getElementById("still");
    if (!event.persisted || still === null) return;
    still.remove();
    location.reload();
  });
}

/** The pages of those who look after the rooms: loaded where they are shown. */
async function lookAfter(speech: Speech): Promise<void> {
  const data = document.getElementById("staff")?.textContent;
  if (data) (await import("./staff/start")).startStaff(JSON.parse(data), speech);
}

/** Pages that show drop-ins: what keeps them fresh is loaded where they are shown. */
async function watchDropIns(speech: Speech): Promise<void> {
  const data = document.getElementById("cards")?.textContent;
  if (data) (await import("./cards/start")).startCards(data, speech);
}

async function start(): Promise<void> {
  const data = boot();
  if (data === null) readAgainWhenBack();
  const speech = await loadSpeech(document.documentElement.lang);
  localTimes(document, speech);
  forgetOnLogOut();
  const storage = deviceStorage();
  sweepShelves(storage, wallClock.now());
  await lookAfter(speech);
  await watchDropIns(speech);
  if (data === null) return;
  const session = open(data, storage);
  const tabStorage = storageOr(() => sessionStorage);
  show({ speech, session, storage, tabStorage, asked: signal(null), done: signal(null) });
  keepForYou(session.notices, speech);
  comeBackWhenSeen(session);
  session.start();
}

void start();
