// Gets what the outbox holds to the server: sends what is due, and hears the answers. It decides
// nothing about the words themselves; a command that was refused is handed back.

import { signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import type { Command, Writing } from "../wire/protocol";
import type { Answer } from "../wire/requests";
import {
  isAboutTurn,
  type Item,
  type ItemShelf,
  isUnsent,
  Outbox,
  type Refusal,
} from "./outbox";

export interface SendingParts {
  clock: Clock;
  ask(command: Command): Promise<Answer | null>;
  /** The place up to which the room has been read. */
  readTo(): number;
  /** An expected no to `commands`, in order; true when their words have found another place. */
  handBack(commands: readonly Writing[], refusal: Refusal): boolean;
}

export class SendingQueue {
  /** The words that the room does not show yet. */
  readonly items = signal<readonly Item[]>([]);
  #parts: SendingParts;
  #outbox: Outbox;
  #cancelTimer: () => void = () => {};

  constructor(shelf: ItemShelf, parts: SendingParts) {
    this.#parts = parts;
    this.#outbox = new Outbox(shelf);
    this.#show();
  }

  add(command: Writing): void {
    this.#outbox.add(command, this.#parts.clock.now());
    this.#pump();
  }

  retry(commandId: string): void {
    this.#outbox.retry(commandId, this.#parts.clock.now());
    this.#pump();
  }

  discard(commandId: string): void {
    this.#outbox.discard(commandId);
    this.#pump();
  }

  caughtUp(): void {
    this.#outbox.caughtUp(this.#parts.clock.now());
    this.#pump();
  }

  lost(): void {
    this.#outbox.lost();
    this.#show();
  }

  delivered(message: string): void {
    this.#outbox.delivered(message);
    this.#show();
  }

  replaced(messages: readonly string[], asOf: number): void {
    this.#outbox.replaced(messages, asOf);
    this.#show();
  }

  #pump(): void {
    const now = this.#parts.clock.now();
    this.#cancelTimer();
    const command = this.#outbox.next(now);
    if (command !== null) void this.#send(command);
    const due = this.#outbox.dueInMs(now);
    if (due !== null) this.#cancelTimer = this.#parts.clock.after(due, () => this.#pump());
    this.#show();
  }

  async #send(command: Writing): Promise<void> {
    const answer = await this.#parts.ask(command);
    if (answer?.type === "receipt") {
      this.#outbox.receipt(command.command_id, answer.seq, this.#parts.readTo());
    }
    if (answer?.type === "refused") this.#refused(command, answer);
    if (answer !== null) this.#pump();
  }

  #refused(command: Writing, refusal: Refusal): void {
    this.#outbox.refused(command.command_id, refusal, this.#parts.clock.now());
    const item = this.#outbox.items.find((each) => each.command === command);
    const isOver = item?.state === "refused" || (item?.state === "failed" && !isUnsent(item));
    if (!isOver) return;
    // What follows would be said without what it follows, should the turn come back meanwhile.
    const isTurn = isAboutTurn(refusal.code) && command.type === "post_message";
    const followers = isTurn ? this.#outbox.refuseWaiting(refusal) : [];
    const commands = [command, ...followers];
    if (!this.#parts.handBack(commands, refusal)) return;
    for (const { command_id } of commands) this.#outbox.discard(command_id);
  }

  #show(): void {
    this.items.value = this.#outbox.items.filter(isUnsent);
  }
}
