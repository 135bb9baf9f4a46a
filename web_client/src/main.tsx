// Starts the live room on a page that holds its data in #hearthside; on others, only puts times
// into the reader's time zone.

import "./style/tokens.css";
import "./style/base.css";
import "./style/room.css";
import { render } from "preact";
import { Room } from "./room/room";
import { Session } from "./state/session";
import { clearShelves } from "./state/shelves";
import { drawByFrames } from "./ui/frames";
import { localTimes } from "./ui/local_times";
import { PlaceContext } from "./ui/speaking";
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

function open({ room, socket }: Boot): Session {
  const address = new URL(socket, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return new Session({
    room,
    connect: () => new WebSocket(address),
    clock: wallClock,
    random: Math.random,
    storage: sessionStorage,
  });
}

/** Shows the live room. Until it has something to say, be it a no, the server's page stands. */
function show(session: Session, speech: Speech): void {
  const live = document.getElementById("live");
  if (live === null) return;
  drawByFrames();
  session.hasAnswered.subscribe((hasAnswered) => {
    if (hasAnswered) document.getElementById("still")?.remove();
  });
  render(
    <PlaceContext.Provider value={{ speech, session }}>
      <Room />
    </PlaceContext.Provider>,
    live,
  );
}

function comeBackWhenSeen(session: Session): void {
  window.addEventListener("online", () => session.nudge());
  window.addEventListener("pageshow", () => session.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") session.nudge();
  });
}

function forgetOnLogOut(): void {
  const form = document.getElementById("log-out");
  form?.addEventListener("submit", () => clearShelves(sessionStorage));
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

async function start(): Promise<void> {
  const data = boot();
  if (data === null) readAgainWhenBack();
  const speech = await loadSpeech(document.documentElement.lang);
  localTimes(document, speech);
  forgetOnLogOut();
  if (data === null) return;
  const session = open(data);
  show(session, speech);
  comeBackWhenSeen(session);
  session.start();
}

void start();
