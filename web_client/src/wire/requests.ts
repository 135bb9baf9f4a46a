// Matches answers to what was asked, by `ref`. An expected no is an answer, not an error.

import type {
  Command,
  Counted,
  Done,
  Frame,
  History,
  Joined,
  Left,
  Receipt,
  Refused,
  Sealed,
} from "./protocol";

export type Answer = Receipt | Refused | Joined | Left | Done | History | Sealed | Counted;

/** The line was lost before an answer came: whether the server acted is not known. */
export class Unanswered extends Error {}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Unanswered): void;
}

export class Requests {
  #send: (command: Command) => boolean;
  #waiting = new Map<number, Waiting>();
  #ref = 0;

  constructor(send: (command: Command) => boolean) {
    this.#send = send;
  }

  /** Sends with a `ref` of its own; rejects with `Unanswered` when the line is or goes down. */
  ask(command: Command): Promise<Answer> {
    const ref = ++this.#ref;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ref, { resolve, reject });
      if (!this.#send({ ...command, ref })) this.#giveUp(ref);
    });
  }

  /** Takes a frame; says whether it was the answer to something that was asked here. */
  answered(frame: Frame): boolean {
    if (!isAnswer(frame)) return false;
    const waiting = this.#waiting.get(frame.ref);
    this.#waiting.delete(frame.ref);
    waiting?.resolve(frame);
    return waiting !== undefined;
  }

  /** The line went down: nothing that is out will be answered. */
  lost(): void {
    for (const ref of [...this.#waiting.keys()]) this.#giveUp(ref);
  }

  #giveUp(ref: number): void {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    waiting?.reject(new Unanswered());
  }
}

function isAnswer(frame: Frame): frame is Answer {
  return "ref" in frame;
}
