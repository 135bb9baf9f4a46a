// One's own place in line: which, how long it may take, and what can be done with it. Leaving asks
// nothing back: a place can be taken again.

import { useSignal } from "@preact/signals";
import { usePlace } from "../ui/speaking";
import type { Card, LineAct, YourPlace as Place } from "../wire/protocol";
import { lineAct } from "./acting";
import { Alternatives } from "./alternatives";
import { Press } from "./press";
import { actsOnPlace, type YourAct } from "./scenes";
import { TakingForm } from "./taking";
import { Called } from "./called";
import { languageNames, placeWords, waitWords } from "./words";

const ACTS: Record<Exclude<YourAct, "change_place">, LineAct> = {
  come_back: { type: "come_back" },
  step_aside: { type: "step_aside" },
  leave_line: { type: "leave_line" },
  hide_place: { type: "hide_position", hidden: true },
  show_place: { type: "hide_position", hidden: false },
};

const WORDS: Record<YourAct, string> = {
  come_back: "dropin-back",
  step_aside: "dropin-aside",
  leave_line: "dropin-leave",
  hide_place: "dropin-hide",
  show_place: "dropin-show",
  change_place: "dropin-change-words",
};

interface YourPlaceProps {
  card: Card;
  yours: Place;
}

export function YourPlace({ card, yours }: YourPlaceProps) {
  const { speech } = usePlace();
  if (yours.state === "called") return <Called card={card} yours={yours} />;
  const wait = yours.state === "waiting" ? waitWords(speech, yours.wait) : null;
  return (
    <div class="your-place" tabIndex={-1}>
      <p class="place">{placeWords(speech, yours, card.host_name)}</p>
      {wait !== null && <p>{wait}</p>}
      <Told yours={yours} />
      {yours.moved_down && <p class="care">{speech.t("dropin-place-moved")}</p>}
      {yours.answer !== "" && <Answered answer={yours.answer} />}
      <WaysOut card={card} yours={yours} />
      <Acts card={card} yours={yours} />
    </div>
  );
}

/** The hosts' words to everyone who waits. */
function Told({ yours }: { yours: Place }) {
  const { speech } = usePlace();
  if (yours.told === "") return null;
  return (
    <div class="told">
      <p class="hint">{speech.t("dropin-told")}</p>
      <blockquote dir="auto">{yours.told}</blockquote>
    </div>
  );
}

function Answered({ answer }: { answer: string }) {
  const { speech } = usePlace();
  return (
    <div class="told">
      <p class="hint">{speech.t("dropin-answer")}</p>
      <blockquote dir="auto">{answer}</blockquote>
    </div>
  );
}

/** Said before the turn, not at it: nobody here speaks the language, or the time will not do. */
function WaysOut({ card, yours }: YourPlaceProps) {
  const { speech, session } = usePlace();
  const isUnlikely = yours.wait?.unlikely === true;
  if (!yours.mismatch && !isUnlikely && yours.state !== "unreached") return null;
  const { question, note, shown, language } = yours;
  const askInWriting = () =>
    lineAct(session, { type: "take_place", question, note, shown, language, in_writing: true });
  const mayAskInWriting = yours.state === "waiting" && !yours.in_writing && question !== "";
  return (
    <div class="ways-out">
      {yours.mismatch && (
        <p class="care">
          {speech.t("dropin-mismatch")}{" "}
          {speech.t("live-mismatch-languages", {
            spoken: languageNames(speech, card.languages),
            yours: speech.language(yours.language),
          })}
        </p>
      )}
      {yours.in_writing && question !== "" && yours.state === "waiting" && (
        <p>{speech.t("live-in-writing-asked")}</p>
      )}
      {mayAskInWriting && <Press act={askInWriting}>{speech.t("live-ask-in-writing")}</Press>}
      <Alternatives
        cards={yours.alternatives}
        title={speech.t(yours.mismatch ? "dropin-mismatch-instead" : "dropin-instead")}
      />
    </div>
  );
}

function Acts({ card, yours }: YourPlaceProps) {
  const { speech, session } = usePlace();
  const isChanging = useSignal(false);
  const acts = actsOnPlace(yours);
  const press = (act: YourAct) => {
    if (act === "change_place") isChanging.value = !isChanging.value;
    else void lineAct(session, ACTS[act]);
  };
  return (
    <>
      {yours.question !== "" && acts.length > 0 && (
        <blockquote class="own-question" dir="auto">
          {yours.question}
        </blockquote>
      )}
      <div class="row">
        {acts.map((act) => (
          <Press
            key={act}
            kind={act === "come_back" ? "primary" : act === "step_aside" ? "" : "quiet"}
            act={() => press(act)}
          >
            {speech.t(WORDS[act])}
          </Press>
        ))}
      </div>
      {isChanging.value && acts.includes("change_place") && (
        <TakingForm
          card={card}
          yours={yours}
          submit={speech.t("dropin-take-again")}
          onDone={() => (isChanging.value = false)}
        />
      )}
    </>
  );
}
