// One line to the server that is kept up: it connects, notices when nothing comes any more, and
// returns at a random time. It knows frames only as far as it must: `welcome` and `heartbeat`.

import { afterOpened, waitMs } from "./backoff";
import type { Clock } from "./clock";
import { comesBack } from "./close_codes";
import { CLOSE_CODES, type Command, type Frame } from "./protocol";

/** The part of a browser's WebSocket that is used. */
export interface RawSocket {
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface SocketListener {
  /** The line is up: `welcome` has been read. */
  opened(): void;
  received(frame: Frame): void;
  /** The line is down and will be tried again; `code` as the browser told it. */
  lost(code: number): void;
  /** The server does not want this client back. */
  ended(code: number): void;
}

export interface SocketParts {
  connect(): RawSocket;
  clock: Clock;
  random(): number;
}

const WELCOME_DEADLINE_MS = 10_000;
const FIRST_SPREAD_MS = 2_000;
const FIRST_HEARTBEAT_MS = 20_000;
// A line that held this long was a good one: the next loss starts from the first try again.
const STEADY_MS = 5_000;
const LINE_LOST = 1006;

export class Socket {
  #parts: SocketParts;
  #listener: SocketListener;
  #raw: RawSocket | null = null;
  #cancelTimer: () => void = () => {};
  #attempt = 0;
  #spreadMs = FIRST_SPREAD_MS;
  #heartbeatMs = FIRST_HEARTBEAT_MS;
  #welcomedAt: number | null = null;
  #heardAt = 0;
  #ended = false;

  constructor(parts: SocketParts, listener: SocketListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return this.#welcomedAt !== null;
  }

  start(): void {
    this.#connect();
  }

  /** Sends when the line is up; says whether it did. */
  send(command: Command): boolean {
    if (!this.isOpen || this.#raw === null) return false;
    this.#raw.send(JSON.stringify(command));
    return true;
  }

  /** Something happened that makes now a good moment: back online, tab shown, button pressed. */
  nudge(): void {
    if (this.#ended) return;
    if (this.#raw === null) this.#connect();
    else if (this.isOpen && this.#silentMs() > this.#heartbeatMs) this.#drop();
  }

  /** Ends the line for good. */
  stop(): void {
    this.#ended = true;
    this.#abandon();
  }

  #connect(): void {
    this.#cancelTimer();
    const raw = this.#parts.connect();
    this.#raw = raw;
    this.#heardAt = this.#parts.clock.now();
    raw.onmessage = (event) => this.#read(event.data);
    raw.onclose = (event) => this.#closed(event.code);
    this.#cancelTimer = this.#parts.clock.after(WELCOME_DEADLINE_MS, () => this.#drop());
  }

  #read(data: unknown): void {
    if (typeof data !== "string") return;
    this.#heardAt = this.#parts.clock.now();
    const frame = JSON.parse(data) as Frame;
    if (frame.type === "welcome") this.#welcomed(frame.heartbeat_ms);
    if (frame.type === "welcome" || frame.type === "heartbeat") this.#spreadMs = frame.spread_ms;
    this.#listener.received(frame);
    if (frame.type === "welcome") this.#listener.opened();
  }

  #welcomed(heartbeatMs: number): void {
    this.#welcomedAt = this.#parts.clock.now();
    this.#heartbeatMs = heartbeatMs;
    this.#watch();
  }

  /** Two heartbeats and a half without a word: the line only looks alive. */
  #watch(): void {
    this.#cancelTimer();
    const allowed = this.#heartbeatMs * 2.5;
    this.#cancelTimer = this.#parts.clock.after(allowed - this.#silentMs(), () => {
      if (this.#silentMs() >= allowed) this.#drop();
      else this.#watch();
    });
  }

  #silentMs(): number {
    return this.#parts.clock.now() - this.#heardAt;
  }

  /** Gives the line up from this side; the browser may take minutes to say that it is closed. */
  #drop(): void {
    this.#abandon();
    this.#closed(LINE_LOST);
  }

  #abandon(): void {
    this.#cancelTimer();
    if (this.#raw === null) return;
    this.#raw.onmessage = null;
    this.#raw.onclose = null;
    this.#raw.close(CLOSE_CODES.HEARTBEAT_LOST);
  }

  #closed(code: number): void {
    this.#cancelTimer();
    this.#raw = null;
    if (this.#welcomedAt !== null) {
      this.#attempt = afterOpened(this.#attempt, this.#wasSteady(), this.#spreadMs);
    }
    this.#welcomedAt = null;
    if (!comesBack(code)) {
      this.#ended = true;
      this.#listener.ended(code);
      return;
    }
    const wait = waitMs(this.#attempt, this.#spreadMs, this.#parts.random());
    this.#attempt += 1;
    this.#cancelTimer = this.#parts.clock.after(wait, () => this.#connect());
    this.#listener.lost(code);
  }

  #wasSteady(): boolean {
    return this.#welcomedAt !== null && this.#parts.clock.now() - this.#welcomedAt >= STEADY_MS;
  }
}
