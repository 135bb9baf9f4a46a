// The second step of everything that staff do: a reason, how long, and word for word what the
// person and the room will read. Only "Confirm" does it; a no is shown here, and nothing chosen is
// lost.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  carryOut,
  type Choice,
  commandFor,
  countRecent,
  needsReason,
  type StaffAct,
} from "../state/moderating";
import type { Ending } from "../state/session";
import { Dialog } from "../ui/dialog";
import { named, shownName } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import type { Moderation, Reason } from "../wire/protocol";
import { CALM_SECONDS, reasonsFor, TERMS } from "./choices";
import { Choices } from "./choosing";
import { readBy } from "./read_by";

interface ActDialogProps {
  act: StaffAct;
  onClose(): void;
}

export function ActDialog({ act, onClose }: ActDialogProps) {
  const { speech } = usePlace();
  const reason = useSignal<Reason | null>(null);
  const terms = TERMS[act.kind];
  const seconds = useSignal<number | null>(terms === undefined ? CALM_SECONDS : null);
  const count = useCount(act);
  const lacks = (needsReason(act) && reason.value === null) || seconds.value === null;
  const choice = lacks ? null : { reason: reason.value, seconds: seconds.value ?? 0 };
  const name = "whom" in act ? shownName(speech, act.whom.name) : "";
  return (
    <Dialog title={named(speech, `act-${act.kind}`, { name })} onClose={onClose}>
      {act.kind === "take_down_recent" && <p role="status">{countWords(speech.t, count.value)}</p>}
      {needsReason(act) && (
        <Choices
          legend={speech.t("moderate-reason")}
          options={reasonsFor(act).map((each) => ({
            value: each,
            words: speech.t(`reason-${each}`),
          }))}
          chosen={reason}
        />
      )}
      {terms !== undefined && (
        <Choices
          legend={speech.t(act.kind === "slow" ? "moderate-pace" : "moderate-term")}
          options={terms.map(({ key, seconds: value }) => ({ value, words: speech.t(key) }))}
          chosen={seconds}
        />
      )}
      <Preview act={act} choice={choice} />
      <DoIt act={act} choice={count.value === 0 ? null : choice} onClose={onClose} />
    </Dialog>
  );
}

/** How many messages it is about: asked once; undefined until it is known, null when it is not. */
function useCount(act: StaffAct): Signal<number | null | undefined> {
  const { session } = usePlace();
  const count = useSignal<number | null | undefined>(undefined);
  useEffect(() => {
    if (act.kind !== "take_down_recent") return;
    void countRecent(session, act.whom.member).then((counted) => (count.value = counted));
  }, [session, act, count]);
  return count;
}

function countWords(
  t: (key: string, params?: Record<string, number>) => string,
  count: number | null | undefined,
): string {
  if (count === undefined) return t("recent-counting");
  return count === null ? t("recent-unknown") : t("recent-count", { count });
}

function Preview({ act, choice }: { act: StaffAct; choice: Choice | null }) {
  const place = usePlace();
  const { speech } = place;
  const read = choice === null ? null : readBy(place, act, choice);
  const name = "whom" in act ? shownName(speech, act.whom.name) : "";
  return (
    <div class="preview" aria-live="polite">
      {read === null && <p class="hint">{speech.t("preview-later")}</p>}
      {read !== null && read.person !== null && (
        <>
          <h3>{named(speech, "preview-person", { name })}</h3>
          <blockquote>{read.person}</blockquote>
        </>
      )}
      {read !== null && (
        <>
          <h3>{speech.t("preview-room")}</h3>
          <blockquote>{read.room ?? speech.t("preview-nothing")}</blockquote>
        </>
      )}
      {read?.besides !== undefined && <p class="hint">{read.besides}</p>}
    </div>
  );
}

interface DoItProps {
  act: StaffAct;
  choice: Choice | null;
  onClose(): void;
}

function DoIt({ act, choice, onClose }: DoItProps) {
  const { speech, session, done } = usePlace();
  const command = useRef<Moderation | null>(null);
  const isAsking = useSignal(false);
  const refusal = useSignal<Ending | null>(null);
  const doIt = async () => {
    if (choice === null || isAsking.value) return;
    isAsking.value = true;
    // Asked again in the same words it is the same act, whatever became of the first asking.
    const wanted = sameOr(command.current, commandFor(session.room, act, choice));
    command.current = wanted;
    const outcome = await carryOut(session, wanted);
    isAsking.value = false;
    if ("code" in outcome) {
      refusal.value = outcome;
      return;
    }
    done.value = { act, choice, command: wanted, seq: outcome.seq };
    onClose();
  };
  return (
    <>
      <div role="alert">
        {refusal.value !== null && (
          <p class="care">{refusalText(speech, refusal.value, session.serverNow())}</p>
        )}
      </div>
      <div class="row apart">
        <button
          type="button"
          class="primary"
          aria-disabled={choice === null || isAsking.value}
          onClick={doIt}
        >
          {speech.t("act-do")}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {speech.t("action-cancel")}
        </button>
      </div>
    </>
  );
}

/** `before`, if it is `now` but for its id. */
function sameOr(before: Moderation | null, now: Moderation): Moderation {
  const text = (command: Moderation) => JSON.stringify({ ...command, command_id: "" });
  return before !== null && text(before) === text(now) ? before : now;
}
