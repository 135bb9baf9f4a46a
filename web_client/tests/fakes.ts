// A clock and a line that the test moves by hand.

import type { Clock } from "../src/wire/clock";
import type { Command, Frame } from "../src/wire/protocol";
import type { RawSocket } from "../src/wire/socket";

export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: { at: number; ring: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, ring: () => void): () => void {
    const timer = { at: this.#now + ms, ring };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Lets `ms` pass, ringing what is due on the way, in order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = Math.max(this.#now, due.at);
      due.ring();
    }
    this.#now = end;
  }

  /** Lets `ms` pass as a sleeping machine does: no timer rings. */
  sleep(ms: number): void {
    this.#now += ms;
  }
}

export class FakeSocket implements RawSocket {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readonly sent: Command[] = [];
  closedWith: number | undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Command);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  says(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
  }

  drops(code: number): void {
    this.onclose?.({ code } as CloseEvent);
  }

  last<Type extends Command["type"]>(type: Type): Extract<Command, { type: Type }> {
    const found = this.sent.findLast((command) => command.type === type);
    if (found === undefined) throw new Error(`nothing of type ${type} was sent`);
    return found as Extract<Command, { type: Type }>;
  }
}

/** The lines a client opens, one after another. */
export class FakeLines {
  readonly all: FakeSocket[] = [];

  connect = (): FakeSocket => {
    const socket = new FakeSocket();
    this.all.push(socket);
    return socket;
  };

  get latest(): FakeSocket {
    const socket = this.all.at(-1);
    if (socket === undefined) throw new Error("no line was opened");
    return socket;
  }
}

export class FakeStorage {
  readonly kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }

  get length(): number {
    return this.kept.size;
  }

  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }
}

/** What a message of an ordinary person has besides its words. */
export const PLAINLY = {
  role: "member",
  played: false,
  read_out: false,
  asked_by: null,
  asked_name: "",
} as const;

export const WELCOME = {
  type: "welcome",
  protocol: 1,
  server_time: 1_000_000,
  epoch: "e1",
  heartbeat_ms: 20_000,
  spread_ms: 2_000,
  signed_in: true,
} as const satisfies Frame;
