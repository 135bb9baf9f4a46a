// "I need help now": one press calls the moderators, and the numbers are there at once, whatever
// becomes of the call. Words can follow; none are needed.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import type { Ending } from "../state/session";
import { post } from "../wire/http";
import { move } from "./acting";
import { HelpLines } from "./help_lines";
import { Press } from "./press";
import { hostActs } from "./scenes";
import { WordsForm } from "./words_form";

const MAX_WORDS = 2_000;

/** By the composer; a host's way to call for help is another one, and as near. */
export function HelpAtHand() {
  const { speech, session } = usePlace();
  const view = session.dropIn.view.value;
  const isHost = view?.hosting?.hosts === true;
  const mayCarry = isHost && hostActs(view, session.you.value, session.serverNow()).has("carry");
  if (!mayCarry) return <HelpNowButton />;
  return (
    <Press kind="quiet help-now" act={() => move(session, "freeze_floor", { carry: true })}>
      {speech.t("console-carry")}
    </Press>
  );
}

export function HelpNowButton({ before }: { before?(): void }) {
  const { speech, asked } = usePlace();
  const open = () => {
    before?.();
    asked.value = { kind: "help_now" };
  };
  return (
    <button type="button" class="quiet help-now" onClick={open}>
      {speech.t("dropin-help")}
    </button>
  );
}

/** One's own call, as far as it is shown here. */
interface Help {
  on_duty: boolean;
}

type State = "calling" | Help | Ending;

export function HelpNowDialog({ onClose }: { onClose(): void }) {
  const { speech, session } = usePlace();
  const state = useSignal<State>("calling");
  const call = async (note: string) => {
    const said = await post<Help>(`/api/rooms/${session.room}/help-now`, { note });
    state.value = "answer" in said ? said.answer : said.refusal;
    return "answer" in said;
  };
  useEffect(() => void call(""), []);
  const failed = typeof state.value === "object" && "code" in state.value ? state.value : null;
  const called = typeof state.value === "object" && "on_duty" in state.value ? state.value : null;
  return (
    <Dialog title={speech.t("dropin-help")} onClose={onClose}>
      <div role="status">
        {state.value === "calling" && <p>{speech.t("help-now-calling")}</p>}
        {called !== null && (
          <p>
            {speech.t("help-now-sent")}{" "}
            {speech.t(called.on_duty ? "help-here-duty" : "help-here-no-duty")}
          </p>
        )}
        {failed !== null && (
          <p class="care">
            {speech.t("help-now-refused")} {refusalText(speech, failed, session.serverNow())}
          </p>
        )}
      </div>
      {failed !== null && (
        <button type="button" onClick={() => void call("")}>
          {speech.t("help-now-again")}
        </button>
      )}
      <HelpLines />
      {called !== null && (
        <WordsForm
          words={speech.t("help-now-words")}
          submit={speech.t("help-now-words-send")}
          most={MAX_WORDS}
          send={call}
        />
      )}
      <button type="button" class="primary" onClick={onClose}>
        {speech.t("help-now-back-room")}
      </button>
    </Dialog>
  );
}
