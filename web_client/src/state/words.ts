// What one person is writing in one room: the draft, what is unsent, and the last no to it. Kept
// over lost lines and reloads; when it may be sent is the session's to say.

import { computed, signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import type { Command, Writing } from "../wire/protocol";
import type { Answer } from "../wire/requests";
import type { Item, Refusal } from "./outbox";
import { SendingQueue } from "./sending";
import { type Storage, shelf } from "./shelves";

export interface WordsParts {
  room: string;
  clock: Clock;
  storage: Storage;
  ask(command: Command): Promise<Answer | null>;
  /** The place up to which the room has been read. */
  readTo(): number;
}

export class Words {
  readonly draft = signal("");
  /** The last no to what the person did; shown until it is dismissed. */
  readonly notice = signal<Refusal | null>(null);
  readonly items = computed<readonly Item[]>(() => this.#queue.value?.items.value ?? []);
  #parts: WordsParts;
  #queue = signal<SendingQueue | null>(null);
  #draftShelf: { write(text: string): void } | null = null;

  constructor(parts: WordsParts) {
    this.#parts = parts;
  }

  /** Takes from this tab's shelves what `member` left there; once. */
  belongTo(member: string): void {
    if (this.#queue.value !== null) return;
    const { room, storage, clock, ask, readTo } = this.#parts;
    const draft = shelf(storage, `draft.${room}`, member);
    this.#draftShelf = draft;
    this.draft.value = draft.read() ?? "";
    const handBack = (command: Writing, refusal: Refusal) => this.#handBack(command, refusal);
    const outbox = shelf(storage, `outbox.${room}`, member);
    this.#queue.value = new SendingQueue(outbox, { clock, ask, readTo, handBack });
  }

  setDraft(text: string): void {
    this.draft.value = text;
    this.#draftShelf?.write(text);
  }

  /** Puts a command in line to be sent, once and in order. */
  send(command: Writing): void {
    this.#queue.value?.add(command);
  }

  retry(commandId: string): void {
    this.#queue.value?.retry(commandId);
  }

  discard(commandId: string): void {
    this.#queue.value?.discard(commandId);
  }

  /** All that the room has said so far is known: what is unsent may go. */
  caughtUp(): void {
    this.#queue.value?.caughtUp();
  }

  lost(): void {
    this.#queue.value?.lost();
  }

  /** The room shows the message in its place. */
  delivered(message: string): void {
    this.#queue.value?.delivered(message);
  }

  /** The room shows these messages, read afresh as of `asOf`. */
  replaced(messages: readonly string[], asOf: number): void {
    this.#queue.value?.replaced(messages, asOf);
  }

  /** Refused words go back to where they can be changed, but never over words that are there. */
  #handBack(command: Writing, refusal: Refusal): boolean {
    if (command.type === "post_message" && this.draft.value !== "") return false;
    if (command.type === "post_message") this.setDraft(command.body);
    this.notice.value = refusal;
    return true;
  }
}
