// One person in one room, as the screen needs it: what is shown, and with it their words, their
// company, what holds them and the room, and how the line is. Turns frames into that state; `acts`
// and `moderating` turn what the person does into commands.

import { computed, signal } from "@preact/signals";
import { DropIn } from "../dropins/drop_in";
import { HeldReplies } from "../dropins/held_replies";
import type { Clock } from "../wire/clock";
import {
  CLOSE_CODES,
  type Command,
  type Entry,
  type Event,
  type Frame,
  type Joined,
  type Writing,
  type You,
} from "../wire/protocol";
import { type Answer, Requests } from "../wire/requests";
import { type RawSocket, Socket } from "../wire/socket";
import { Company } from "./company";
import { Holds } from "./holds";
import { Line } from "./line";
import { type Refusal, TRY_AGAIN } from "./outbox";
import { Pacing } from "./pacing";
import { ReadMarker } from "./read_marker";
import { Reading } from "./reading";
import { fold, fromPage, keepNewest, keepOldest, MAX_SHOWN, prepend, type Talk } from "./room";
import { ringAt } from "./ringing";
import type { Pause } from "./standing";
import type { Storage } from "./storage";
import { Terms } from "./terms";
import { Withheld } from "./withheld";
import { Words } from "./words";
import { suspensionIn, youAfter } from "./yourself";

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

export class Session {
  readonly room: string;
  readonly line: Line;
  readonly words: Words;
  readonly company: Company;
  readonly holds: Holds;
  readonly terms: Terms;
  readonly pacing: Pacing;
  readonly withheld: Withheld;
  readonly dropIn: DropIn;
  readonly heldReplies: HeldReplies;
  /** All that is known of the talk; `withheld.talk` is what is shown of it. */
  readonly talk = signal<Talk | null>(null);
  readonly you = signal<You | null>(null);
  /** Until when one's own powers are set aside. */
  readonly suspension = signal<Pause | null>(null);
  /** The latest act that took down several messages at once. */
  readonly lastRemoved = signal<{ seq: number; messages: readonly string[] } | null>(null);
  /** Counts up when what waits for helpers may have changed. */
  readonly attention = signal(0);
  /** How often the server has said that something waits to be read by this person. */
  readonly notices = signal(0);
  readonly ending = signal<Ending | null>(null);
  /** The seq after which all was new when this visit began; null when nothing was. */
  readonly newSince = signal<number | null>(null);
  readonly isLoading = signal(false);
  /** Whether the reader is at the end of what is shown. */
  readonly isFollowing = signal(true);
  /** Whether there is something to say about the room: its talk, or why there is none. */
  readonly hasAnswered = computed(() => {
    const hasEnded = this.ending.value !== null || this.line.endedBy.value !== null;
    return hasEnded || this.talk.value !== null;
  });

  #parts: SessionParts;
  #socket: Socket;
  #requests: Requests;
  #reading: Reading;
  #marker: ReadMarker;
  #serverAheadMs = 0;
  #isJoining = false;
  #joinAgain = false;
  #wasCaughtUp = false;
  /** Whether they asked not to be shown, and have said nothing since. */
  #readsQuietly = false;

  constructor(parts: SessionParts) {
    const { room, clock } = parts;
    this.room = room;
    this.#parts = parts;
    this.line = new Line(clock);
    this.company = new Company(clock);
    const serverNow = () => this.serverNow();
    this.holds = new Holds({ clock, serverNow, me: () => this.#me() });
    this.terms = new Terms({ clock, serverNow });
    this.pacing = new Pacing({ clock, serverNow, paceMs: () => this.#paceMs() });
    this.withheld = new Withheld(this.talk, () => this.#me());
    this.dropIn = new DropIn({ you: () => this.you.value });
    this.heldReplies = new HeldReplies(parts);
    this.#reading = new Reading(room);
    this.#socket = new Socket(parts, {
      opened: () => this.#join(),
      received: (frame) => this.#received(frame),
      lost: (code) => this.#lost(code),
      ended: (code) => this.#ended(code),
    });
    this.#requests = new Requests((command) => this.#socket.send(command));
    this.words = new Words({
      ...parts,
      ask: (command) => this.ask(command),
      readTo: () => this.#reading.readTo,
      tooSoon: (waitMs) => this.pacing.refused(waitMs),
    });
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
    this.words.send(command);
  }

  /** The answer to a command that is sent once, if at all; null when the line is or goes down. */
  ask(command: Command): Promise<Answer | null> {
    return this.#requests.ask(command).catch(() => null);
  }

  /** Resolves when so much time has passed. */
  passing(ms: number): Promise<void> {
    return new Promise((passed) => this.#parts.clock.after(ms, passed));
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
    const answer = await this.ask({ type: "read_history", room: this.room, before, limit });
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

  /** Helpers are not held to a pace. */
  #paceMs(): number {
    return this.you.value?.role === "member" ? this.terms.paceMs.value : 0;
  }

  /** Says something whose answer changes nothing on the screen. */
  #mention(command: Command): void {
    void this.ask(command);
  }

  async #join(): Promise<void> {
    this.#joinAgain = this.#isJoining;
    if (this.#isJoining) return;
    this.#isJoining = true;
    const answer = await this.ask(this.#reading.ask());
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
    if (frame.type === "attention_changed") this.attention.value += 1;
    if (frame.type === "notices_changed") this.notices.value += 1;
    if (frame.type === "line_snapshot" && frame.view.room === this.room) {
      this.dropIn.take(frame.view);
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
        return this.company.changed(frame);
      case "typing_notice":
        return this.company.writes(frame);
      case "reset":
        return this.goToNewest();
      case "ended":
        return this.#end(frame);
    }
  }

  #begin(joined: Joined): void {
    const wasShown = !this.#readsQuietly && this.company.shows(this.#me());
    this.#reading.begin(joined);
    this.#wasCaughtUp = false;
    this.you.value = joined.you;
    this.terms.begin(joined);
    this.company.begin(joined.here);
    this.holds.begin(joined.sanctions);
    this.dropIn.begin(joined);
    this.ending.value = null;
    if (joined.you !== null) this.#beginAs(joined.you);
    if (joined.page !== null) this.#show(joined, joined.page);
    this.line.up();
    if (wasShown) this.beListed(true);
    this.#noteCaughtUp();
  }

  #beginAs(you: You): void {
    this.words.belongTo(you.member);
    this.heldReplies.belongTo(you.member);
    if (you.role === "member" || you.role === "guest") return;
    this.suspension.value = null;
    this.#mention({ type: "watch_attention" });
  }

  #show({ you }: Joined, page: NonNullable<Joined["page"]>): void {
    const isFirst = this.talk.value === null;
    if (isFirst && you !== null && you.unread > 0) this.newSince.value = you.read;
    this.talk.value = fromPage(page);
    const mine = page.messages.findLast((message) => message.author === you?.member);
    if (mine !== undefined) this.pacing.spoke(mine.at);
    const messages = page.messages.map((message) => message.message);
    this.words.replaced(messages, page.as_of);
    this.heldReplies.said(messages);
  }

  #apply(entry: Entry): void {
    const { event } = entry;
    if (this.talk.value !== null) {
      this.talk.value = this.#trimmed(fold(this.talk.value, entry, this.#me()));
    }
    this.holds.apply(event);
    this.terms.apply(event);
    if (this.dropIn.apply(entry)) this.words.turnMoved();
    if (event.type === "message_posted") {
      this.words.delivered(event.message);
      this.heldReplies.forget(event.message);
      this.company.hasSpoken(event.author);
      if (event.author === this.#me()) this.pacing.spoke(entry.at);
    }
    if (event.type === "messages_removed") {
      this.lastRemoved.value = { seq: entry.seq, messages: event.messages };
    }
    if ("member" in event && event.member === this.#me()) this.#happenedToMe(event);
  }

  /** Who reads further up keeps what they read; who follows the end keeps the end. */
  #trimmed(talk: Talk): Talk {
    if (talk.messages.length <= MAX_SHOWN + HISTORY_PAGE) return talk;
    return this.isFollowing.value ? keepNewest(talk, MAX_SHOWN) : keepOldest(talk, MAX_SHOWN);
  }

  #happenedToMe(event: Event): void {
    const you = this.you.value;
    if (you !== null) this.you.value = youAfter(you, event);
    const suspension = suspensionIn(event);
    if (suspension === null) return;
    this.suspension.value = suspension;
    // When it is over, joining again tells what one is then.
    const clocks = { clock: this.#parts.clock, serverNow: () => this.serverNow() };
    ringAt(clocks, suspension.until, () => void this.#join());
  }

  #noteCaughtUp(): void {
    if (this.#wasCaughtUp || !this.#reading.isCaughtUp) return;
    this.#wasCaughtUp = true;
    this.words.caughtUp();
  }

  #lost(code: number): void {
    if (code === CLOSE_CODES.OUT_OF_STEP) this.#reading.forget();
    this.#requests.lost();
    this.words.lost();
    this.company.lost();
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
    this.words.lost();
    this.line.up();
  }
}
