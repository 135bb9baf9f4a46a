// What a moderator can do about a message or a person, with a reason that the person will read.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { haveStepOut, pause, takeDown } from "../state/acts";
import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Reason } from "../wire/protocol";
import { PAUSES, REASONS } from "./choices";
import { Held } from "./held";

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
          label={named(speech, "step-out-person", { name })}
          isReady={reason.value !== null}
          onAct={act((why) =>
            haveStepOut(session, { member, seconds: STEP_OUT_SECONDS, reason: why }),
          )}
        />
      </div>
      <div class="row" role="group" aria-label={speech.t("pause-person", { name })}>
        <span aria-hidden="true">{named(speech, "pause-person", { name })}</span>
        {PAUSES.map(({ key, seconds }) => (
          <Act
            key={key}
            label={speech.t(key)}
            isReady={reason.value !== null}
            onAct={act((why) => pause(session, { member, seconds, reason: why }))}
          />
        ))}
      </div>
      <Held member={member} name={name} />
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

interface ActProps {
  label: ComponentChildren;
  isReady: boolean;
  onAct(): void;
}

function Act({ label, isReady, onAct }: ActProps) {
  return (
    <button type="button" class="quiet" disabled={!isReady} onClick={onAct}>
      {label}
    </button>
  );
}
