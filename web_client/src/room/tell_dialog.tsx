// Telling a moderator about a message or the room: for everybody, also for guests and for people
// whose writing is paused. What happens next is said honestly, also when nobody is on duty.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Shown } from "../state/room";
import type { Ending } from "../state/session";
import { Dialog } from "../ui/dialog";
import { shownName } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import { post } from "../wire/http";
import { Choices } from "./choosing";
import { type Concern, CONCERNS, tellAddress } from "./telling";

const MAX_NOTE = 500;

interface TellDialogProps {
  /** Null when it is about the room. */
  message: Shown | null;
  onClose(): void;
}

interface Told {
  on_duty: boolean;
}

export function TellDialog({ message, onClose }: TellDialogProps) {
  const { speech } = usePlace();
  const told = useSignal<Told | null>(null);
  return (
    <Dialog title={speech.t("tell")} onClose={onClose}>
      {told.value === null ? (
        <Telling message={message} told={told} onClose={onClose} />
      ) : (
        <Thanks told={told.value} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface TellingProps extends TellDialogProps {
  told: Signal<Told | null>;
}

function Telling({ message, told, onClose }: TellingProps) {
  const { speech, session } = usePlace();
  const concern = useSignal<Concern | null>(null);
  const note = useSignal("");
  const isAsking = useSignal(false);
  const refusal = useSignal<Ending | null>(null);
  const lacks = useSignal(false);
  const send = async (event: Event) => {
    event.preventDefault();
    lacks.value = concern.value === null;
    if (lacks.value || isAsking.value) return;
    isAsking.value = true;
    const about = message === null ? {} : { message: message.message };
    const words = note.value.trim() === "" ? {} : { note: note.value.trim() };
    const report = { room: session.room, ...about, concern: concern.value, ...words };
    const found = await post<Told>("/api/reports", report);
    isAsking.value = false;
    if ("answer" in found) told.value = found.answer;
    else refusal.value = found.refusal;
  };
  return (
    <form onSubmit={send}>
      {message === null ? <p>{speech.t("tell-room")}</p> : <About message={message} />}
      <Choices
        legend={speech.t("tell-what")}
        options={CONCERNS.map((each) => ({ value: each, words: speech.t(`concern-${each}`) }))}
        chosen={concern}
      />
      <label for="tell-note">{speech.t("tell-note")}</label>
      <textarea
        id="tell-note"
        rows={2}
        dir="auto"
        maxLength={MAX_NOTE}
        value={note.value}
        onInput={(event) => (note.value = event.currentTarget.value)}
      />
      <p class="hint">{speech.t("tell-next")}</p>
      <div class="at-hand">
        <div role="alert">
          {lacks.value && concern.value === null && <p class="care">{speech.t("tell-lacks")}</p>}
          {refusal.value !== null && (
            <p class="care">
              {refusalText(speech, refusal.value, session.serverNow())}{" "}
              <a href={tellAddress(session.room, message?.message ?? null)}>
                {speech.t("tell-page")}
              </a>
            </p>
          )}
        </div>
        <div class="row apart">
          <button type="submit" class="primary" aria-disabled={isAsking.value}>
            {speech.t("tell-send")}
          </button>
          <button type="button" class="quiet" onClick={onClose}>
            {speech.t("action-cancel")}
          </button>
        </div>
      </div>
    </form>
  );
}

/** The message it is about, so that nobody tells of the wrong one. */
function About({ message }: { message: Shown }) {
  const { speech } = usePlace();
  return (
    <blockquote class="about-message">
      <bdi class="name">{shownName(speech, message.name)}</bdi>
      <span class="clamped" dir="auto">
        {message.body ?? speech.t("quote-gone")}
      </span>
    </blockquote>
  );
}

function Thanks({ told, onClose }: { told: Told; onClose(): void }) {
  const { speech } = usePlace();
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => words.current?.focus(), []);
  return (
    <>
      <div ref={words} tabIndex={-1}>
        <p>{speech.t("tell-thanks")}</p>
        <p>{speech.t(told.on_duty ? "tell-on-duty" : "tell-nobody")}</p>
      </div>
      <div class="row apart">
        {!told.on_duty && (
          <a class="button" href="/help">
            {speech.t("tell-help")}
          </a>
        )}
        <button type="button" class="primary" onClick={onClose}>
          {speech.t("action-close")}
        </button>
      </div>
    </>
  );
}
