// Why one cannot write just now, and until when, in the composer's place; and what holds for
// everybody in the room. None of it ticks.

import type { Session } from "../state/session";
import { HelpNowButton } from "../dropins/help_now";
import { NotNow } from "../dropins/not_now";
import { usePlace } from "../ui/speaking";
import type { Speech } from "../ui/speech";
import { isStaff } from "./choices";
import { pausedWords, suspendedWords } from "./read_by";
import { tellAddress } from "./telling";

/** Whether nothing can be sent, however long one waits at the button. */
export function isWritingHeld({ holds, terms, you, dropIn }: Session): boolean {
  const role = you.value?.role;
  if (isStaff(role)) return holds.pause.value !== null;
  if (dropIn.held.value !== null) return true;
  const isCalmed = terms.calm.value !== null && you.value?.is_new === true && role === "member";
  return holds.pause.value !== null || terms.lock.value !== null || isCalmed;
}

/** Spoken when it begins; one's own pause first, for it outlasts the rest. Whose turn it is changes
 * too often to be spoken each time. */
export function WhyNot() {
  const { speech, session } = usePlace();
  const { holds, terms, suspension } = session;
  const now = session.serverNow();
  const pause = holds.pause.value;
  const held = session.dropIn.held.value;
  const isOpen = pause === null && terms.lock.value === null;
  const suspended = suspension.value !== null && suspension.value.until > now;
  return (
    <>
      <div role="status">
        {suspended && <p class="care">{suspendedWords(speech, suspension.value ?? never, now)}</p>}
        {pause !== null && (
          <p class="care">
            {pausedWords(speech, pause, now)} <AskModerators />{" "}
            <HelpNowButton />
          </p>
        )}
        {pause === null && terms.lock.value !== null && (
          <p class="care">
            {lockWords(speech, terms.lock.value.reason)}{" "}
            {isWritingHeld(session) && speech.t("composer-kept")}
          </p>
        )}
        {isOpen && held === null && <Pace />}
      </div>
      {isOpen && held !== null && <NotNow held={held} />}
    </>
  );
}

const never = { until: 0, reason: "other" };

function lockWords(speech: Speech, reason: string | null): string {
  if (reason === null) return speech.t("room-locked");
  return speech.t("room-locked-why", { reason: speech.t(`reason-${reason}`) });
}

/** A calm, or a slow pace. */
function Pace() {
  const { speech, session } = usePlace();
  const calm = session.terms.calm.value;
  const seconds = Math.round(session.terms.paceMs.value / 1_000);
  if (calm !== null) {
    const until = speech.until(calm.until, session.serverNow());
    const isNew = session.you.value?.is_new === true;
    return (
      <p class="care">
        {speech.t(isNew ? "refusal-calm" : "room-calm", { until })}{" "}
        {isNew && speech.t("composer-kept")}
      </p>
    );
  }
  return seconds === 0 ? null : <p class="pace">{speech.t("room-slow", { seconds })}</p>;
}

function AskModerators() {
  const { speech, session, asked } = usePlace();
  const open = (event: Event) => {
    event.preventDefault();
    asked.value = { kind: "tell", message: null };
  };
  return (
    <a href={tellAddress(session.room, null)} onClick={open}>
      {speech.t("ask-moderators")}
    </a>
  );
}
