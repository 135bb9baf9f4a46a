// Where one writes. Words are never lost here: not by a pause, a refusal, a lost line or a reload.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { post } from "../state/acts";
import { codePoints } from "../state/body";
import type { Session } from "../state/session";
import type { Shown } from "../state/room";
import { named } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import { MAX_BODY_CODE_POINTS } from "../wire/protocol";
import { isHelper, isStaff } from "./choices";

const COUNTER_FROM = MAX_BODY_CODE_POINTS - 200;
const SAY_TYPING_EVERY_MS = 3_000;
const ENTER_SENDS = "hearthside-enter-sends";

interface ComposerProps {
  replyTo: Signal<Shown | null>;
  onEditLast(): void;
}

export function Composer({ replyTo, onEditLast }: ComposerProps) {
  const { speech, session } = usePlace();
  const text = useRef<HTMLTextAreaElement>(null);
  const enterSends = useSignal(rememberedEnter());
  const isHeld = isWritingHeld(session);
  const noteWriting = useNoteWriting(session);
  useEffect(() => {
    if (replyTo.value !== null) text.current?.focus();
  }, [replyTo.value]);
  const send = () => {
    text.current?.focus();
    if (isHeld) return;
    const draft = session.words.draft.value;
    session.words.notice.value = null;
    session.words.setDraft("");
    if (post(session, draft, replyTo.value?.message ?? null)) {
      replyTo.value = null;
      session.isFollowing.value = true;
      if (session.talk.value?.atEnd === false) session.goToNewest();
    } else session.words.setDraft(draft);
  };
  return (
    <form
      id="composer"
      class="composer"
      aria-label={speech.t("composer-title")}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <HeldNote />
      <Notice />
      <ReplyingTo replyTo={replyTo} />
      <div class="row above">
        <label for="composer-text">{speech.t("composer-label")}</label>
        <EnterSends enterSends={enterSends} />
      </div>
      <div class="writing">
        <textarea
          ref={text}
          id="composer-text"
          rows={1}
          dir="auto"
          aria-describedby="composer-count"
          value={session.words.draft.value}
          onInput={(event) => noteWriting(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") replyTo.value = null;
            if (event.key === "ArrowUp" && session.words.draft.value === "") onEditLast();
            if (!isSendKey(event, enterSends.value)) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="primary" aria-disabled={isHeld}>
          {speech.t("composer-send")}
        </button>
      </div>
      <Counter />
    </form>
  );
}

function EnterSends({ enterSends }: { enterSends: Signal<boolean> }) {
  const { speech } = usePlace();
  const choose = (event: Event & { currentTarget: HTMLInputElement }) => {
    enterSends.value = event.currentTarget.checked;
    localStorage.setItem(ENTER_SENDS, String(enterSends.value));
  };
  return (
    <label class="check">
      <input type="checkbox" checked={enterSends.value} onChange={choose} />
      {speech.t("composer-enter-sends")}
    </label>
  );
}

/** Why one cannot write just now, and until when. */
function HeldNote() {
  const { speech, session } = usePlace();
  const pause = session.holds.pause.value;
  if (pause !== null) {
    const until = speech.until(pause.until, session.serverNow());
    return (
      <div class="care" role="status">
        <p>
          {speech.t("paused-until", { until })}{" "}
          {speech.t("paused-why", { reason: speech.t(`reason-${pause.reason}`) })}{" "}
          {speech.t("composer-kept")}
        </p>
      </div>
    );
  }
  return isLocked(session) ? <p class="care">{speech.t("room-locked")}</p> : null;
}

function Notice() {
  const { speech, session } = usePlace();
  const notice = session.words.notice.value;
  return (
    <div role="status">
      {notice !== null && (
        <p class="care">
          {refusalText(speech, notice, session.serverNow())}{" "}
          <button type="button" class="quiet" onClick={() => (session.words.notice.value = null)}>
            {speech.t("action-close")}
          </button>
        </p>
      )}
    </div>
  );
}

function ReplyingTo({ replyTo }: { replyTo: Signal<Shown | null> }) {
  const { speech } = usePlace();
  if (replyTo.value === null) return null;
  return (
    <p class="row">
      {named(speech, "composer-replying", { name: replyTo.value.name })}
      <button type="button" class="quiet" onClick={() => (replyTo.value = null)}>
        {speech.t("composer-stop-replying")}
      </button>
    </p>
  );
}

function Counter() {
  const { speech, session } = usePlace();
  const length = codePoints(session.words.draft.value);
  const left = MAX_BODY_CODE_POINTS - length;
  const words =
    left >= 0
      ? speech.t("composer-left", { count: left })
      : speech.t("composer-over", { count: -left });
  return (
    <p id="composer-count" class={left < 0 ? "count over" : "count"}>
      {length > COUNTER_FROM && words}
    </p>
  );
}

function isWritingHeld(session: Session): boolean {
  return session.holds.pause.value !== null || isLocked(session);
}

function isLocked(session: Session): boolean {
  return session.state.value === "locked" && !isStaff(session.you.value?.role);
}

/** Keeps the draft, and lets the room know that a mentor is writing. */
function useNoteWriting(session: Session): (text: string) => void {
  const saidAt = useRef(0);
  return (text) => {
    session.words.setDraft(text);
    const now = Date.now();
    const isDue = now - saidAt.current > SAY_TYPING_EVERY_MS;
    if (!isHelper(session.you.value?.role) || !isDue || text === "") return;
    saidAt.current = now;
    session.sayTyping();
  };
}

function isSendKey(event: KeyboardEvent, enterSends: boolean): boolean {
  // Enter also ends a word in input methods: then it is theirs.
  if (event.key !== "Enter" || event.isComposing) return false;
  return event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey);
}

/** On touch screens Enter is a new line, unless the person has chosen otherwise. */
function rememberedEnter(): boolean {
  const kept = localStorage.getItem(ENTER_SENDS);
  return kept === null ? !matchMedia("(pointer: coarse)").matches : kept === "true";
}
