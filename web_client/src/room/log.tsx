// The transcript on the screen: days, messages, where the new ones begin, and what is unsent. It
// follows the end while the reader is there, and otherwise holds still. It is not a live region
// (screen readers read whole logs again and again): the announcer speaks instead.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { MarkLines, placed } from "../dropins/marks";
import type { Shown, Talk } from "../state/room";
import { isNewAbove } from "../state/stopped";
import { holdAt, isNearEnd, scrollToEnd, scrollToQuarter, topOf } from "../ui/scrolling";
import { type Place, usePlace } from "../ui/speaking";
import type { Asks } from "./actions";
import { byDay } from "./days";
import { useFirstMessages } from "./first_messages";
import { elementId, MessageItem } from "./message";
import { hasQuietCard } from "./quiet_card";
import { moveByKey } from "./reading_keys";
import type { Sought } from "./sought";
import { Unsent } from "./unsent";

interface LogProps {
  asks: Asks;
  /** The message from which the reader went to another one. */
  cameFrom: Signal<string | null>;
  /** The message for which the reader came. */
  sought: Sought | null;
}

export function Log({ asks, cameFrom, sought }: LogProps) {
  const { speech, session } = usePlace();
  const talk = session.withheld.talk.value;
  const firsts = useFirstMessages();
  const current = useSignal<string | null>(null);
  const log = useRef<HTMLElement>(null);
  useHeldScroll(talk, sought);
  useArrival(sought);
  useLostFocus(log.current, current.value);
  const jump = useMemo(
    () => (to: string, from: string) => {
      cameFrom.value = from;
      document.getElementById(elementId(to))?.focus();
    },
    [cameFrom],
  );
  if (talk === null) {
    return session.hasAnswered.value ? null : <p class="hint">{speech.t("messages-loading")}</p>;
  }
  return (
    <section
      ref={log}
      class="log"
      role="log"
      aria-live="off"
      aria-labelledby="messages-heading"
      aria-busy={session.isLoading.value}
      onFocusIn={(event) => (current.value = messageAt(event.target) ?? current.value)}
      onKeyDown={(event) => moveByKey(event, event.currentTarget)}
    >
      <h2 id="messages-heading" class="vh">
        {speech.t("messages")}
      </h2>
      <Earlier talk={talk} />
      <Days
        talk={talk}
        current={current.value}
        sought={sought?.message ?? null}
        firsts={firsts.value}
        asks={asks}
        onJump={jump}
      />
      <Unsent />
      <div id="latest" tabIndex={-1} />
    </section>
  );
}

function Earlier({ talk }: { talk: Talk }) {
  const { speech, session } = usePlace();
  if (talk.before !== null) {
    return (
      <button type="button" class="wide" onClick={() => void session.loadEarlier()}>
        {speech.t(session.isLoading.value ? "loading-earlier" : "load-earlier")}
      </button>
    );
  }
  if (talk.withheld && session.you.value === null) {
    return (
      <p class="hint">
        {speech.t("room-withheld")}{" "}
        <a href={`/join?next=/r/${session.room}`}>{speech.t("composer-join-link")}</a>
      </p>
    );
  }
  if (talk.messages.length > 0) return <p class="hint">{speech.t("room-beginning")}</p>;
  return hasQuietCard() ? null : <p class="quiet-room">{speech.t("messages-none")}</p>;
}

interface DaysProps {
  talk: Talk;
  current: string | null;
  sought: string | null;
  firsts: ReadonlySet<string>;
  asks: Asks;
  onJump(to: string, from: string): void;
}

function Days({ talk, current, sought, firsts, asks, onJump }: DaysProps) {
  const { speech, session } = usePlace();
  const byId = new Map(talk.messages.map((message) => [message.message, message]));
  const stop = current !== null && byId.has(current) ? current : talk.messages.at(-1)?.message;
  const since = isNewAbove(session) ? null : session.newSince.value;
  const last = talk.messages.at(-1);
  const marks = placed(talk);
  if (last === undefined) {
    return (
      <ol>
        <MarkLines marks={marks.below} />
      </ol>
    );
  }
  const firstNew = talk.messages.find((message) => since !== null && message.seq > since);
  return byDay(talk.messages).map(({ key, at, messages }) => (
    <div key={key} class="day">
      <h3 id={`day-${key}`}>{speech.day(at)}</h3>
      <ol aria-labelledby={`day-${key}`}>
        {messages.map((message) => [
          marks.above.has(message.message) && (
            <MarkLines key={`above-${message.seq}`} marks={marks.above.get(message.message)} />
          ),
          message === firstNew && (
            <li key="new-since" id="new-since" class="new-since">
              {speech.t("new-since")}
            </li>
          ),
          <li key={message.message}>
            <MessageItem
              message={message}
              quoted={message.reply_to === null ? undefined : (byId.get(message.reply_to) ?? null)}
              isMine={message.author === session.you.value?.member}
              isCurrent={message.message === stop}
              isSought={message.message === sought}
              isFirst={firsts.has(message.message)}
              asks={asks}
              onJump={onJump}
            />
          </li>,
        ])}
        {messages.at(-1) === last && <MarkLines marks={marks.below} />}
      </ol>
    </div>
  ));
}

/** Keeps the page where the reader is, over everything that changes what is above or below. */
function useHeldScroll(talk: Talk | null, sought: Sought | null): void {
  const { session } = usePlace();
  const first = useRef<string | null>(null);
  const hasLanded = useRef(false);
  // Measured while drawing, so before the page changes.
  const top = topOf(first.current);
  // What makes the page longer at its end, besides the talk.
  const below = [
    session.words.items.value,
    session.holds.pause.value,
    session.terms.lock.value,
    session.terms.calm.value,
    session.words.notice.value,
  ];
  useLayoutEffect(() => {
    if (talk === null) return;
    if (!hasLanded.current) {
      const isOnTheWay = sought?.state === "on the way";
      if (!isOnTheWay) land();
      session.isFollowing.value = !isOnTheWay && isNearEnd();
    } else if (session.isFollowing.value && talk.atEnd) scrollToEnd();
    else if (first.current !== null && top !== null) holdAt(first.current, top);
    hasLanded.current = true;
    first.current = talk.messages[0] ? elementId(talk.messages[0].message) : null;
    noteSeen({ session });
  }, [talk, ...below]);
  useEffect(() => {
    const look = () => {
      session.isFollowing.value = isNearEnd();
      noteSeen({ session });
    };
    window.addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("scroll", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [session]);
}

/** Takes the reader to the message for which they came; when there is none, to the end. */
function useArrival(sought: Sought | null): void {
  const { session } = usePlace();
  useLayoutEffect(() => {
    if (sought === null || sought.state === "on the way") return;
    const message = document.getElementById(elementId(sought.message));
    if (message === null) scrollToEnd();
    else {
      scrollToQuarter(message);
      message.focus({ preventScroll: true });
    }
    session.isFollowing.value = isNearEnd();
    noteSeen({ session });
  }, [sought]);
}

/** The first sight of the room: where the reader left off, else the end. */
function land(): void {
  const line = document.getElementById("new-since");
  if (line === null) scrollToEnd();
  else scrollToQuarter(line);
}

function noteSeen({ session }: Pick<Place, "session">): void {
  const isAtEnd = session.talk.value?.atEnd === true && session.withheld.count.value === 0;
  const isSeen = session.isFollowing.value && isAtEnd;
  if (isSeen && document.visibilityState === "visible") session.markRead();
}

/** When the focused message is no longer drawn, the focus goes to the nearest one that is. */
function useLostFocus(log: Element | null, current: string | null): void {
  useLayoutEffect(() => {
    const isLost = current !== null && document.getElementById(elementId(current)) === null;
    if (!isLost || document.activeElement !== document.body) return;
    log?.querySelector("article")?.focus({ preventScroll: true });
  });
}

function messageAt(target: EventTarget | null): Shown["message"] | null {
  const article = target instanceof Element ? target.closest("article") : null;
  return article?.dataset.message ?? null;
}
