// Where one writes. Words are never lost here: not by a pause, a refusal, a lost line or a reload.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { holdReply, mayHoldReply } from "../dropins/held";
import { HelpAtHand } from "../dropins/help_now";
import { post } from "../state/acts";
import { codePoints } from "../state/body";
import { isAboutTurn, type Refusal } from "../state/outbox";
import type { Shown } from "../state/room";
import type { Session } from "../state/session";
import { mentionsLink } from "../ui/links";
import { named, shownName } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import { MAX_BODY_CODE_POINTS } from "../wire/protocol";
import { isHelper } from "./choices";
import { EnterSends, isSendKey, rememberedEnter } from "./enter_sends";
import { isWritingHeld, WhyNot } from "./why_not";

const COUNTER_FROM = MAX_BODY_CODE_POINTS - 200;
const SAY_TYPING_EVERY_MS = 3_000;

interface ComposerProps {
  replyTo: Signal<Shown | null>;
  onEditLast(): void;
}

export function Composer({ replyTo, onEditLast }: ComposerProps) {
  const { speech, session, storage } = usePlace();
  const text = useRef<HTMLTextAreaElement>(null);
  const enterSends = useSignal(rememberedEnter(storage));
  const noteWriting = useNoteWriting(session);
  const send = useSend(replyTo, text);
  useEffect(() => {
    if (replyTo.value !== null) text.current?.focus();
  }, [replyTo.value]);
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
      <WhyNot />
      <Notice />
      <ReplyingTo replyTo={replyTo} />
      <div class="row above">
        <label for="composer-text">{speech.t("composer-label")}</label>
        <EnterSends enterSends={enterSends} />
        <HelpAtHand />
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
        <SendButton />
      </div>
      <Counter />
      <LinksLater />
    </form>
  );
}

/** Sends the draft, when it may be sent; until then it stays where it is. */
function useSend(replyTo: Signal<Shown | null>, text: { current: HTMLTextAreaElement | null }) {
  const { session, asked } = usePlace();
  const sendNow = () => {
    const draft = session.words.draft.value;
    session.words.notice.value = null;
    session.words.setDraft("");
    if (post(session, draft, replyTo.value?.message ?? null)) {
      replyTo.value = null;
      session.isFollowing.value = true;
      if (session.talk.value?.atEnd === false) session.goToNewest();
    } else session.words.setDraft(draft);
  };
  return () => {
    text.current?.focus();
    if (mayHoldReply(session)) return void holdReply(session);
    if (isWritingHeld(session) || session.pacing.seconds.value > 0) return;
    const isAsked = session.you.value?.asks_name === true;
    if (isAsked && session.words.draft.value.trim() !== "") {
      asked.value = { kind: "name", then: sendNow };
    } else sendNow();
  };
}

/** Says when one may send again; what it says is no live region, only the end of it is spoken. */
function SendButton() {
  const { speech, session } = usePlace();
  const seconds = session.pacing.seconds.value;
  const hasWaited = useRef(false);
  if (seconds > 0) hasWaited.current = true;
  if (session.words.draft.value === "") hasWaited.current = seconds > 0;
  const isOver = seconds === 0 && hasWaited.current && session.words.draft.value !== "";
  return (
    <>
      <span class="vh" role="status">
        {isOver && speech.t("composer-can-send")}
      </span>
      {mayHoldReply(session) ? (
        <button type="submit" class="primary">
          {speech.t("live-hold")}
        </button>
      ) : (
        <button type="submit" class="primary" aria-disabled={seconds > 0 || isWritingHeld(session)}>
          {seconds > 0 ? speech.t("composer-send-in", { seconds }) : speech.t("composer-send")}
        </button>
      )}
    </>
  );
}

function Notice() {
  const { speech, session } = usePlace();
  const notice = session.words.notice.value;
  return (
    <div role="status">
      {notice !== null && isSaidAbove(session, notice) && (
        <span class="vh">{refusalText(speech, notice, session.serverNow())}</span>
      )}
      {notice !== null && !isOver(session, notice) && !isSaidAbove(session, notice) && (
        <p class="care">
          {notice.code === "slow"
            ? speech.t("slow-wait")
            : refusalText(speech, notice, session.serverNow())}{" "}
          <button type="button" class="quiet" onClick={() => (session.words.notice.value = null)}>
            {speech.t("action-close")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Whether the no no longer holds: the wait that it spoke of is over. */
function isOver({ pacing }: Session, { code }: Refusal): boolean {
  return code === "slow" && pacing.seconds.value === 0;
}

/** Whether the page shows it already, and it is only spoken that these words were not said. */
function isSaidAbove({ dropIn }: Session, { code }: Refusal): boolean {
  return isAboutTurn(code) && dropIn.held.value !== null;
}

function ReplyingTo({ replyTo }: { replyTo: Signal<Shown | null> }) {
  const { speech } = usePlace();
  if (replyTo.value === null) return null;
  const name = shownName(speech, replyTo.value.name);
  return (
    <p class="row">
      {named(speech, "composer-replying", { name })}
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

/** Said while it is being written, so that a no does not come as a surprise. */
function LinksLater() {
  const { speech, session } = usePlace();
  const you = session.you.value;
  const isAbout = you?.is_new === true && you.role === "member";
  return (
    <div role="status">
      {isAbout && mentionsLink(session.words.draft.value) && (
        <p class="count">{speech.t("refusal-new_account_link")}</p>
      )}
    </div>
  );
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
