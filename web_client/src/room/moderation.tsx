// What a moderator can do about a message or a person, with a reason that the person will read.

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { haveStepOut, lift, pause, takeDown } from "../state/acts";
import { usePlace } from "../ui/speaking";
import type { Reason } from "../wire/protocol";
import { PAUSES, REASONS } from "./choices";

const STEP_OUT_SECONDS = 24 * 3_600;

interface ModerationProps {
  member: string;
  name: string;
  /** The message to take down, when it is about one that is still shown. */
  message: string | null;
}

export function Moderation({ member, name, message }: ModerationProps) {
  const { speech, session } = usePlace();
  const reason = useSignal<Reason | null>(null);
  const act = (does: (why: Reason) => void) => () => reason.value !== null && does(reason.value);
  return (
    <fieldset class="moderation">
      <legend>{speech.t("moderate")}</legend>
      <ReasonChoice onChoose={(chosen) => (reason.value = chosen)} />
      <div class="row">
        {message !== null && (
          <Act
            label={speech.t("take-down")}
            isReady={reason.value !== null}
            onAct={act((why) => takeDown(session, message, why))}
          />
        )}
        <Act
          label={speech.t("step-out-person", { name })}
          isReady={reason.value !== null}
          onAct={act((why) =>
            haveStepOut(session, { member, seconds: STEP_OUT_SECONDS, reason: why }),
          )}
        />
      </div>
      <div class="row" role="group" aria-label={speech.t("pause-person", { name })}>
        <span aria-hidden="true">{speech.t("pause-person", { name })}</span>
        {PAUSES.map(({ key, seconds }) => (
          <Act
            key={key}
            label={speech.t(key)}
            isReady={reason.value !== null}
            onAct={act((why) => pause(session, { member, seconds, reason: why }))}
          />
        ))}
      </div>
      <Sanctions member={member} />
    </fieldset>
  );
}

function ReasonChoice({ onChoose }: { onChoose(reason: Reason | null): void }) {
  const { speech } = usePlace();
  const id = useId();
  return (
    <div class="row">
      <label for={id}>{speech.t("moderate-reason")}</label>
      <select
        id={id}
        onChange={(event) => onChoose((event.currentTarget.value || null) as Reason | null)}
      >
        <option value="">{speech.t("moderate-choose")}</option>
        {REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {speech.t(`reason-${reason}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Act({ label, isReady, onAct }: { label: string; isReady: boolean; onAct(): void }) {
  return (
    <button type="button" class="quiet" disabled={!isReady} onClick={onAct}>
      {label}
    </button>
  );
}

function Sanctions({ member }: { member: string }) {
  const { speech, session } = usePlace();
  const now = session.serverNow();
  const held = (session.sanctions.value.get(member) ?? []).filter((each) => each.until > now);
  return (
    <>
      {held.map(({ id, kind, until }) => (
        <p key={id} class="row">
          {speech.t(kind === "mute" ? "paused-person" : "stepped-out-person", {
            until: speech.until(until, now),
          })}
          <button type="button" class="quiet" onClick={() => lift(session, member, id)}>
            {speech.t("lift")}
          </button>
        </p>
      ))}
    </>
  );
}
