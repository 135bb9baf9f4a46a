// Why one cannot write now although nothing is wrong: it is somebody else's turn, or a short pause.
// What was typed stays, and each form has a way for it.

import { usePlace } from "../ui/speaking";
import { refusalText } from "../ui/refusals";
import type { Held } from "./floor";
import { HelpNowButton } from "./help_now";
import { holdsPlace } from "./scenes";

export function NotNow({ held }: { held: Held }) {
  const { speech, session } = usePlace();
  const params = held.code === "not_your_turn" ? { form: held.form } : {};
  const isQuestions = held.code === "not_your_turn" && held.form === "questions";
  const { draft } = session.words;
  const yours = session.dropIn.view.value?.yours ?? null;
  const ask = () => {
    const { question } = session.dropIn;
    question.value = question.value === "" ? draft.value : `${question.value}\n${draft.value}`;
    session.words.setDraft("");
    session.dropIn.asks.value += 1;
  };
  return (
    <p class="not-now">
      {holdsPlace(yours) && held.code === "not_your_turn"
        ? speech.t("live-not-now")
        : refusalText(speech, { code: held.code, params }, session.serverNow())}{" "}
      {isQuestions && draft.value.trim() !== "" && (
        <button type="button" onClick={ask}>
          {speech.t("live-ask-it")}
        </button>
      )}{" "}
      <span class="on-small">
        <HelpNowButton />
      </span>
    </p>
  );
}
