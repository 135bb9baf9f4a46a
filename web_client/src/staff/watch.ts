// Notices that what waits has changed: told so over the socket, after the line was lost, and every
// half minute whatever the socket says. Knows neither the list nor the page.

import type { Clock } from "../wire/clock";
import type { Frame } from "../wire/protocol";
import { Socket, type SocketListener, type SocketParts } from "../wire/socket";

export const READ_EVERY_MS = 30_000;
export const RENEW_EVERY_MS = 60_000;

export type Line = "up" | "lost" | "ended";

export interface Watcher {
  /** Something may have changed: read the list again. */
  readAgain(): void;
  /** A minute has passed: say that the list is still open before somebody. */
  renew(): void;
  line(line: Line): void;
}

export class Watch implements SocketListener {
  #clock: Clock;
  #watcher: Watcher;
  #socket: Socket;

  constructor(parts: SocketParts, watcher: Watcher) {
    this.#clock = parts.clock;
    this.#watcher = watcher;
    this.#socket = new Socket(parts, this);
  }

  start(): void {
    this.#socket.start();
    this.#watcher.renew();
    this.#every(READ_EVERY_MS, () => this.#watcher.readAgain());
    this.#every(RENEW_EVERY_MS, () => this.#watcher.renew());
  }

  /** Back online, or the tab is shown again. */
  nudge(): void {
    this.#socket.nudge();
    this.#watcher.readAgain();
  }

  opened(): void {
    this.#socket.send({ type: "watch_attention", ref: 1 });
    this.#watcher.line("up");
  }

  /** Watching first, reading second: what came between the page and the line is not missed. */
  received(frame: Frame): void {
    const watches = frame.type === "done";
    if (watches || frame.type === "attention_changed") this.#watcher.readAgain();
  }

  lost(): void {
    this.#watcher.line("lost");
  }

  ended(): void {
    this.#watcher.line("ended");
  }

  #every(ms: number, does: () => void): void {
    this.#clock.after(ms, () => {
      does();
      this.#every(ms, does);
    });
  }
}
