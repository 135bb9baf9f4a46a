// What one person is writing in one room: the draft, what is unsent, and the last no to it. Kept
// over lost lines, reloads and killed tabs; when it may be sent is the session's to say.

import { computed, signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import type { Command, Writing } from "../wire/protocol";
import type { Answer } from "../wire/requests";
import { isAboutTurn, type Item, type Refusal } from "./outbox";
import { SendingQueue } from "./sending";
import { Shelf } from "./shelves";
import type { Storage } from "./storage";

const DRAFT = "draft";

export interface WordsParts {
  room: string;
  clock: Clock;
  storage: Storage;
  ask(command: Command): Promise<Answer | null>;
  /** The place up to which the room has been read. */
  readTo(): number;
  /** The server said that the next message comes too soon, by so many milliseconds. */
  tooSoon(waitMs: number): void;
}

export class Words {
  readonly draft = signal("");
  /** The last no to what the person did; shown until it is dismissed. */
  readonly notice = signal<Refusal | null>(null);
  readonly items = computed<readonly Item[]>(() => this.#queue.value?.items.value ?? []);
  #parts: WordsParts;
  #queue = signal<SendingQueue | null>(null);
  #draftShelf: Shelf<string> | null = null;

  constructor(parts: WordsParts) {
    this.#parts = parts;
  }

  /** Takes from this device's shelves what `member` left there; once. */
  belongTo(member: string): void {
    if (this.#queue.value !== null) return;
    const { room, storage, clock, ask, readTo } = this.#parts;
    const owner = { room, member };
    const now = () => clock.now();
    const draft = new Shelf<string>(storage, DRAFT, owner, now);
    this.#draftShelf = draft;
    this.draft.value = draft.read()[0] ?? "";
    const handBack = (commands: readonly Writing[], refusal: Refusal) =>
      this.#handBack(commands, refusal);
    const unsent = new Shelf<Item>(storage, "unsent", owner, now);
    this.#queue.value = new SendingQueue(unsent, { clock, ask, readTo, handBack });
  }

  setDraft(text: string): void {
    this.draft.value = text;
    if (text === "") this.#draftShelf?.take(DRAFT);
    else this.#draftShelf?.put(DRAFT, text);
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

  /** Somebody else has the floor, or nobody: what was said about the turn before is over. */
  turnMoved(): void {
    if (isAboutTurn(this.notice.value?.code)) this.notice.value = null;
  }

  /** Refused words go back to where they can be changed, but never over words that are there. */
  #handBack(commands: readonly Writing[], refusal: Refusal): boolean {
    if (refusal.code === "slow") this.#parts.tooSoon(refusal.retry_after ?? 0);
    const posts = commands.filter((command) => command.type === "post_message");
    if (posts.length > 0 && this.draft.value !== "") return false;
    if (posts.length > 0) this.setDraft(posts.map((post) => post.body).join("\n"));
    this.notice.value = refusal;
    return posts.length > 0 || !isAboutTurn(refusal.code);
  }
}
