// Questions that were asked aside: read out in the room as their asker ticked, or answered to that
// person alone.

import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Asked, Card } from "../wire/protocol";
import { move, tell } from "./acting";
import { isLive } from "./floor";
import { Fold, Press } from "./press";
import { WordsForm } from "./words_form";

const MAX_ANSWER = 2_000;

export function AskedQuestions({ card, questions }: { card: Card; questions: readonly Asked[] }) {
  const { speech } = usePlace();
  return (
    <section aria-labelledby="questions-heading">
      <h3 id="questions-heading">{speech.t("console-questions")} ({questions.length})</h3>
      <ol class="waiting">
        {questions.map((asked) => (
          <Question key={asked.question} asked={asked} card={card} />
        ))}
      </ol>
    </section>
  );
}

function Question({ asked, card }: { asked: Asked; card: Card }) {
  const { speech, session } = usePlace();
  const { question, body, shown, name, language } = asked;
  return (
    <li>
      <blockquote dir="auto">{body}</blockquote>
      <p class="hint">
        {name === ""
          ? speech.t(`console-shown-${shown}`)
          : named(speech, "console-asked-by", { name })}{" "}
        {!card.languages.includes(language) && (
          <span class="tag">{speech.language(language)}</span>
        )}
      </p>
      {shown !== "no" && isLive(card.stage) && (
        <Press act={() => move(session, "read_out", { question })}>
          {speech.t("console-read-out")}
        </Press>
      )}
      <Fold words={speech.t("console-write")}>
        <WordsForm
          words={speech.t("console-write-label")}
          submit={speech.t("console-send")}
          most={MAX_ANSWER}
          send={(answer) => tell(session, `questions/${question}/answer`, { body: answer })}
        />
      </Fold>
    </li>
  );
}
