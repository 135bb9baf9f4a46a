// One person in one room, as the screen needs it: what is shown, who is here, what is unsent, how
// the line is. Turns frames into that state; `acts` turns what the person does into commands.

import { computed, signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import {
  CLOSE_CODES,
  type Command,
  type Entry,
  type Frame,
  type Here,
  type Joined,
  type Writing,
  type You,
} from "../wire/protocol";
import { type Answer, Requests } from "../wire/requests";
import { type RawSocket, Socket } from "../wire/socket";
import { Line } from "./line";
import { type Item, type Refusal, TRY_AGAIN } from "./outbox";
import { stillWriting, TYPING_SHOWN_MS, withChange, without, withNotice, type Writer } from "./people";
import { ReadMarker } from "./read_marker";
import { Reading } from "./reading";
import { fold, fromPage, keepNewest, keepOldest, MAX_SHOWN, prepend, type Talk } from "./room";
import { SendingQueue } from "./sending";
import { type Storage, shelf } from "./shelves";
import { fromJoined, pauseOf, type Sanctions, withEvent } from "./standing";

export interface SessionParts {
  room: string;
  connect(): RawSocket;
  clock: Clock;
  random(): number;
  storage: Storage;
}

/** Why reading this room has ended, or could not begin. */
export type Ending = Pick<Refusal, "code" | "params">;

const HISTORY_PAGE = 50;
const JOIN_RETRY_MS = 2_000;
// Timers hold 31 bits of milliseconds.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Session {
  readonly room: string;
  readonly line: Line;
  readonly talk = signal<Talk | null>(null);
  readonly you = signal<You | null>(null);
  readonly here = signal<Here>({ people: [], others: "none" });
  readonly writers = signal<readonly Writer[]>([]);
  readonly sanctions = signal<Sanctions>(new Map());
  readonly draft = signal("");
  readonly state = signal<Joined["state"] | null>(null);
  readonly ending = signal<Ending | null>(null);
  /** The last no to what the person did; shown until it is dismissed. */
  readonly notice = signal<Refusal | null>(null);
  /** The seq after which all was new when this visit began; null when nothing was. */
  readonly newSince = signal<number | null>(null);
  readonly isLoading = signal(false);
  /** Whether the reader is at the end of what is shown. */
  readonly isFollowing = signal(true);

  #queue = signal<SendingQueue | null>(null);
  #pauseChecks = signal(0);
  readonly items = computed<readonly Item[]>(() => this.#queue.value?.items.value ?? []);
  readonly pause = computed(() => {
    void this.#pauseChecks.value;
    const you = this.you.value;
    if (you === null) return null;
    return pauseOf(this.sanctions.value, you.member, this.serverNow());
  });

  #parts: SessionParts;
  #socket: Socket;
  #requests: Requests;
  #reading: Reading;
  #marker: ReadMarker;
  #draftShelf: { write(text: string): void } | null = null;
  #serverAheadMs = 0;
  #isJoining = false;
  #joinAgain = false;
  #wasCaughtUp = false;
  #readsQuietly = false;

  constructor(parts: SessionParts) {
    const { room, clock } = parts;
    this.room = room;
    this.#parts = parts;
    this.line = new Line(clock);
    this.#reading = new Reading(room);
    this.#socket = new Socket(parts, {
      opened: () => this.#join(),
      received: (frame) => this.#received(frame),
      lost: (code) => this.#lost(code),
      ended: (code) => this.#ended(code),
    });
    this.#requests = new Requests((command) => this.#socket.send(command));
    this.#marker = new ReadMarker(clock, (seq) => this.#mention({ type: "mark_read", room, seq }));
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  nudge(): void {
    this.#socket.nudge();
  }

  /** The server's clock, as well as it is known. */
  serverNow(): number {
    return this.#parts.clock.now() + this.#serverAheadMs;
  }

  /** Puts a command in line to be sent, once and in order. */
  write(command: Writing): void {
    if (command.type === "post_message") this.#readsQuietly = false;
    this.#queue.value?.add(command);
  }

  retry(commandId: string): void {
    this.#queue.value?.retry(commandId);
  }

  discard(commandId: string): void {
    this.#queue.value?.discard(commandId);
  }

  setDraft(text: string): void {
    this.draft.value = text;
    this.#draftShelf?.write(text);
  }

  sayTyping(): void {
    this.#mention({ type: "typing", room: this.room });
  }

  beListed(listed: boolean): void {
    this.#readsQuietly = !listed;
    this.#mention({ type: "be_listed", room: this.room, listed });
  }

  /** Everything up to here has been seen. */
  markRead(): void {
    if (this.you.value !== null) this.#marker.seen(this.#reading.readTo);
  }

  /** Reads the page above; false when there is none or the line is down. */
  async loadEarlier(limit = HISTORY_PAGE): Promise<boolean> {
    const before = this.talk.value?.before ?? null;
    if (before === null || this.isLoading.value) return false;
    this.isLoading.value = true;
    const answer = await this.#ask({ type: "read_history", room: this.room, before, limit });
    this.isLoading.value = false;
    const talk = this.talk.value;
    if (answer?.type !== "history" || talk === null) return false;
    this.talk.value = keepOldest(prepend(talk, answer.page, this.#me()), MAX_SHOWN);
    return true;
  }

  /** Leaves what was being read further up for the end of the room. */
  goToNewest(): void {
    this.#reading.forget();
    void this.#join();
  }

  #me(): string | null {
    return this.you.value?.member ?? null;
  }

  #ask(command: Command): Promise<Answer | null> {
    return this.#requests.ask(command).catch(() => null);
  }

  /** Says something whose answer changes nothing on the screen. */
  #mention(command: Command): void {
    void this.#ask(command);
  }

  async #join(): Promise<void> {
    this.#joinAgain = this.#isJoining;
    if (this.#isJoining) return;
    this.#isJoining = true;
    const answer = await this.#ask(this.#reading.ask());
    this.#isJoining = false;
    if (this.#joinAgain) await this.#join();
    else if (answer?.type === "refused") this.#notJoined(answer);
  }

  #notJoined(refusal: Refusal): void {
    if (!TRY_AGAIN.has(refusal.code)) this.#end(refusal);
    else this.#parts.clock.after(refusal.retry_after ?? JOIN_RETRY_MS, () => this.#join());
  }

  #received(frame: Frame): void {
    if (frame.type === "welcome" || frame.type === "heartbeat") {
      this.#serverAheadMs = frame.server_time - this.#parts.clock.now();
    }
    if (frame.type === "heartbeat" && this.#reading.outOfStep(frame.heads[this.room] ?? 0)) {
      void this.#join();
    }
    if ("room" in frame && frame.room === this.room) this.#inRoom(frame);
    this.#requests.answered(frame);
  }

  #inRoom(frame: Frame): void {
    switch (frame.type) {
      case "joined":
        return this.#begin(frame);
      case "entry":
      case "void":
        for (const entry of this.#reading.accept(frame)) this.#apply(entry);
        return this.#noteCaughtUp();
      case "presence_changed":
        this.here.value = withChange(this.here.value, frame);
        return;
      case "typing_notice":
        this.writers.value = withNotice(this.writers.value, frame, this.#parts.clock.now());
        this.#parts.clock.after(TYPING_SHOWN_MS, () => this.#forgetWriters());
        return;
      case "reset":
        return this.goToNewest();
      case "ended":
        return this.#end(frame);
    }
  }

  #forgetWriters(): void {
    this.writers.value = stillWriting(this.writers.value, this.#parts.clock.now());
  }

  #begin(joined: Joined): void {
    const wasShown = this.#isShownHere();
    this.#reading.begin(joined);
    this.#wasCaughtUp = false;
    this.you.value = joined.you;
    this.here.value = joined.here;
    this.sanctions.value = fromJoined(joined.sanctions);
    this.state.value = joined.state;
    this.ending.value = null;
    if (this.#queue.value === null && joined.you !== null) this.#takeFromShelves(joined.you);
    if (joined.page !== null) this.#show(joined, joined.page);
    this.#watchPause();
    this.line.up();
    if (wasShown) this.beListed(true);
    this.#noteCaughtUp();
  }

  /** Whether the others see this person, who has not asked since to read quietly. */
  #isShownHere(): boolean {
    const me = this.#me();
    return !this.#readsQuietly && this.here.value.people.some((person) => person.member === me);
  }

  #show({ you }: Joined, page: NonNullable<Joined["page"]>): void {
    const isFirst = this.talk.value === null;
    if (isFirst && you !== null && you.unread > 0) this.newSince.value = you.read;
    this.talk.value = fromPage(page);
    this.#queue.value?.replaced(
      page.messages.map((message) => message.message),
      page.as_of,
    );
  }

  #takeFromShelves(you: You): void {
    const draft = shelf(this.#parts.storage, `draft.${this.room}`, you.member);
    this.#draftShelf = draft;
    this.draft.value = draft.read() ?? "";
    this.#queue.value = new SendingQueue(
      shelf(this.#parts.storage, `outbox.${this.room}`, you.member),
      {
        clock: this.#parts.clock,
        ask: (command) => this.#ask(command),
        handBack: (command, refusal) => this.#handBack(command, refusal),
      },
    );
  }

  #apply(entry: Entry): void {
    const { event } = entry;
    if (this.talk.value !== null) {
      this.talk.value = this.#trimmed(fold(this.talk.value, entry, this.#me()));
    }
    this.sanctions.value = withEvent(this.sanctions.value, event);
    if (event.type === "message_posted") {
      this.#queue.value?.delivered(event.message);
      this.writers.value = without(this.writers.value, event.author);
    }
    if ("member" in event && event.member === this.#me()) this.#happenedToMe(entry);
  }

  /** Who reads further up keeps what they read; who follows the end keeps the end. */
  #trimmed(talk: Talk): Talk {
    if (talk.messages.length <= MAX_SHOWN + HISTORY_PAGE) return talk;
    return this.isFollowing.value ? keepNewest(talk, MAX_SHOWN) : keepOldest(talk, MAX_SHOWN);
  }

  #happenedToMe({ event }: Entry): void {
    const you = this.you.value;
    if (you === null) return;
    if (event.type === "name_changed") this.you.value = { ...you, name: event.name };
    if (event.type === "role_changed") this.you.value = { ...you, role: event.role };
    this.#watchPause();
  }

  /** A pause ends here when its time is up; the entry that says so may come a little later. */
  #watchPause(): void {
    const pause = this.pause.value;
    if (pause === null) return;
    const wait = Math.max(pause.until - this.serverNow(), 0) + 1;
    this.#parts.clock.after(Math.min(wait, LONGEST_TIMER_MS), () => {
      this.#pauseChecks.value += 1;
    });
  }

  #noteCaughtUp(): void {
    if (this.#wasCaughtUp || !this.#reading.isCaughtUp) return;
    this.#wasCaughtUp = true;
    this.#queue.value?.caughtUp();
  }

  /** Refused words go back to where they can be changed, but never over words that are there. */
  #handBack(command: Writing, refusal: Refusal): boolean {
    if (command.type === "post_message" && this.draft.value !== "") return false;
    if (command.type === "post_message") this.setDraft(command.body);
    this.notice.value = refusal;
    return true;
  }

  #lost(code: number): void {
    if (code === CLOSE_CODES.OUT_OF_STEP) this.#reading.forget();
    this.#requests.lost();
    this.#queue.value?.lost();
    this.writers.value = [];
    this.line.down();
  }

  #ended(code: number): void {
    this.#lost(code);
    this.line.end(code);
  }

  #end({ code, params }: Ending): void {
    this.ending.value = { code, params };
    this.talk.value = null;
    this.#reading.forget();
    this.#queue.value?.lost();
    this.line.up();
  }
}
