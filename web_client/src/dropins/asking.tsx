// A question asked aside: ahead of a session or during it. It is shown in the room only as its
// asker ticks, and kept for a week.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Choices } from "../room/choosing";
import { newPublicId } from "../state/ids";
import { usePlace } from "../ui/speaking";
import type { Shown } from "../wire/protocol";
import { tell } from "./acting";
import { OwnQuestions } from "./own_questions";
import { ownLanguage, Words } from "./taking";

const SHOWN: readonly Shown[] = ["no", "unnamed", "named"];

export function Asking() {
  const { speech, session } = usePlace();
  const { question } = session.dropIn;
  const shown = useSignal<Shown | null>("no");
  const isAsked = useSignal(false);
  // Sent again in the same words it is the same question, whatever became of the first sending.
  const id = useRef(newPublicId());
  const ask = async (event: Event) => {
    event.preventDefault();
    isAsked.value = false;
    if (question.value.trim() === "") return;
    isAsked.value = await tell(session, "questions", {
      question: id.current,
      body: question.value,
      shown: shown.value ?? "no",
      language: ownLanguage(),
    });
    if (!isAsked.value) return;
    question.value = "";
    id.current = newPublicId();
  };
  return (
    <form id="asking" class="taking" onSubmit={ask}>
      <Words
        words={speech.t("dropin-ask-label")}
        hint={speech.t("dropin-ask-hint")}
        value={question}
      />
      <Choices
        legend={speech.t("dropin-shown")}
        options={SHOWN.map((value) => ({ value, words: speech.t(`dropin-shown-${value}`) }))}
        chosen={shown}
      />
      <button type="submit" class="primary" aria-disabled={session.dropIn.isDoing.value}>
        {speech.t("dropin-ask-send")}
      </button>
      <p role="status">{isAsked.value && speech.t("dropin-said-question")}</p>
      <OwnQuestions />
    </form>
  );
}
