// For staff: reading a text that was taken away, for a reason that is written down. What was read
// is held by the open dialog alone, and gone with it.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { openSealed } from "../state/acts";
import type { Shown } from "../state/room";
import type { Ending } from "../state/session";
import { Dialog } from "../ui/dialog";
import { refusalText } from "../ui/refusals";
import { type Place, usePlace } from "../ui/speaking";
import { MAX_REASON_CODE_POINTS, type SealedText } from "../wire/protocol";

interface SealedDialogProps {
  message: Shown;
  onClose(): void;
}

export function SealedDialog({ message, onClose }: SealedDialogProps) {
  const { speech } = usePlace();
  const texts = useSignal<readonly SealedText[] | null>(null);
  return (
    <Dialog title={speech.t("sealed-title")} onClose={onClose}>
      {texts.value === null ? (
        <Asking message={message.message} texts={texts} onClose={onClose} />
      ) : (
        <Texts texts={texts.value} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface AskingProps {
  message: string;
  texts: Signal<readonly SealedText[] | null>;
  onClose(): void;
}

function Asking({ message, texts, onClose }: AskingProps) {
  const place = usePlace();
  const { speech, session } = place;
  const reason = useSignal("");
  const isAsking = useSignal(false);
  const refusal = useSignal<Ending | null>(null);
  const ask = async (event: Event) => {
    event.preventDefault();
    if (isAsking.value) return;
    isAsking.value = true;
    refusal.value = null;
    const answer = await openSealed(session, message, reason.value);
    isAsking.value = false;
    if ("code" in answer) refusal.value = answer;
    else texts.value = answer;
  };
  return (
    <form onSubmit={ask}>
      <p id="sealed-note">{speech.t("sealed-note")}</p>
      <label for="sealed-reason">{speech.t("sealed-reason")}</label>
      <textarea
        id="sealed-reason"
        rows={2}
        dir="auto"
        required
        maxLength={MAX_REASON_CODE_POINTS}
        aria-describedby="sealed-note"
        value={reason.value}
        onInput={(event) => (reason.value = event.currentTarget.value)}
      />
      <div role="alert">
        {refusal.value !== null && <p class="care">{whyNot(place, refusal.value)}</p>}
      </div>
      <div class="row">
        <button type="submit" class="primary" aria-disabled={isAsking.value}>
          {speech.t("sealed-read")}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {speech.t("action-cancel")}
        </button>
      </div>
    </form>
  );
}

function whyNot({ speech, session }: Place, no: Ending): string {
  if (no.code === "empty") return speech.t("sealed-reason-missing");
  if (no.code === "gone") return speech.t("sealed-none");
  return refusalText(speech, no, session.serverNow());
}

function Texts({ texts, onClose }: { texts: readonly SealedText[]; onClose(): void }) {
  const { speech, session } = usePlace();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.focus(), []);
  return (
    <>
      <ol ref={list} class="sealed" tabIndex={-1} aria-label={speech.t("sealed-texts")}>
        {texts.map(({ seq, at, body }) => (
          <li key={seq}>
            <p class="state">
              <time dateTime={new Date(at).toISOString()}>
                {speech.moment(at, session.serverNow())}
              </time>
            </p>
            <p class="body" dir="auto">
              {body}
            </p>
          </li>
        ))}
      </ol>
      <button type="button" class="primary" onClick={onClose}>
        {speech.t("action-close")}
      </button>
    </>
  );
}
