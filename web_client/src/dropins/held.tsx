// A circle: what one wants to say when the share has ended. Until then it can be taken back, and
// what was never said can be, too.

import { newPublicId } from "../state/ids";
import { checkBody } from "../state/body";
import type { Session } from "../state/session";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import { lineAct } from "./acting";
import type { HeldReply } from "./held_replies";
import { Press } from "./press";

/** Whether what is written now can be held until a share ends. */
export function mayHoldReply({ dropIn, holds, terms }: Session): boolean {
  const held = dropIn.held.value;
  const isFree = holds.pause.value === null && terms.lock.value === null;
  return isFree && held?.code === "not_your_turn" && held.form === "circle";
}

/** Holds the draft until the share has ended; it stays in the composer until that is sure. */
export async function holdReply(session: Session): Promise<void> {
  const { words, dropIn, heldReplies } = session;
  const id = dropIn.view.value?.card?.drop_in;
  const draft = words.draft.value;
  const checked = checkBody(draft);
  if (id === undefined) return;
  if ("code" in checked) {
    words.notice.value = { ...checked, retry_after: null };
    return;
  }
  const reply = newPublicId();
  heldReplies.keep(reply, id, checked.body);
  const isHeld = await lineAct(session, { type: "hold_reply", reply, body: checked.body });
  if (!isHeld) heldReplies.forget(reply);
  else if (words.draft.value === draft) words.setDraft("");
}

export function HeldReplies() {
  const { speech, session } = usePlace();
  const { view } = session.dropIn;
  const refused = view.value?.held_back ?? [];
  const held = session.heldReplies.all.value.filter(
    ({ reply }) => !refused.some((each) => each.reply === reply),
  );
  return (
    <>
      {refused.map((each) => (
        <div class="held-replies" key={each.reply}>
          <p>
            {speech.t("live-held-over")} {refusalText(speech, each, session.serverNow())}
          </p>
          <blockquote dir="auto">{each.body}</blockquote>
          <Press kind="quiet" act={() => takeBack(session, each, "asks")}>
            {speech.t("live-held-back")}
          </Press>
        </div>
      ))}
      <Held held={held} />
    </>
  );
}

function Held({ held }: { held: readonly HeldReply[] }) {
  const { speech, session } = usePlace();
  const { view } = session.dropIn;
  const current = view.value?.card?.drop_in;
  const waiting = view.value?.held ?? 0;
  if (held.length === 0) {
    return waiting === 0 ? null : <p>{speech.t("live-held", { count: waiting })}</p>;
  }
  const isRunning = session.dropIn.floor.value?.dropIn === current && waiting > 0;
  return (
    <div class="held-replies">
      <p>
        {isRunning ? speech.t("live-held", { count: held.length }) : speech.t("live-held-over")}
      </p>
      <ul>
        {held.map((each) => (
          <li key={each.reply}>
            <blockquote dir="auto">{each.body}</blockquote>
            <Press kind="quiet" act={() => takeBack(session, each, isRunning ? "asks" : "knows")}>
              {speech.t("live-held-back")}
            </Press>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The words return to the composer, below those that are there; the server is asked where it has
 * them. */
export async function takeBack(
  session: Session,
  held: Pick<HeldReply, "reply" | "body">,
  server: "asks" | "knows",
): Promise<void> {
  const { reply } = held;
  if (server === "asks" && !(await lineAct(session, { type: "take_back_reply", reply }))) return;
  session.heldReplies.forget(reply);
  const draft = session.words.draft.value;
  session.words.setDraft(draft === "" ? held.body : `${draft}\n${held.body}`);
}
