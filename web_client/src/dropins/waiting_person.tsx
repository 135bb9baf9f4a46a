// One person in line, as hosts see them: what they ask, what helps to know, and what can be done.

import { useSignal } from "@preact/signals";
import { usePlace } from "../ui/speaking";
import type { Card, Waiting } from "../wire/protocol";
import { lineAct } from "./acting";
import { Fold, Press } from "./press";
import { useNow } from "./ticking";
import { leftWords } from "./words";
import { WordsForm } from "./words_form";

const MAX_REASON = 300;
const MAX_ANSWER = 2_000;

interface WaitingPersonProps {
  person: Waiting;
  card: Card;
  isFirst: boolean;
  mayInvite: boolean;
}

export function WaitingPerson({ person, card, isFirst, mayInvite }: WaitingPersonProps) {
  const { speech, session } = usePlace();
  const isWriting = useSignal(false);
  const { member, name, state } = person;
  const isInvitable = mayInvite && (state === "waiting" || state === "listed");
  const label = (key: string) => `${speech.t(key)}: ${name}`;
  return (
    <li data-waits={state}>
      <p class="meta">
        <bdi class="name">{name}</bdi> <Marks person={person} card={card} />
      </p>
      {person.question !== "" && <blockquote dir="auto">{person.question}</blockquote>}
      {person.question !== "" && (
        <p class="hint">{speech.t(`console-shown-${person.shown}`)}</p>
      )}
      {person.note !== "" && (
        <p class="hint">
          {speech.t("console-note")}: <span dir="auto">{person.note}</span>
        </p>
      )}
      {state === "called" && person.until !== null && <Answers until={person.until} />}
      <div class="row">
        {isInvitable && (
          <Press
            kind={isFirst ? "primary" : ""}
            label={label("console-invite")}
            act={() => lineAct(session, { type: "call_next", member })}
          >
            {speech.t("console-invite")}
          </Press>
        )}
        <button
          type="button"
          class="quiet"
          aria-expanded={isWriting.value}
          aria-label={label("console-write")}
          onClick={() => (isWriting.value = !isWriting.value)}
        >
          {speech.t("console-write")}
        </button>
        {state === "waiting" && (
          <Press
            kind="quiet"
            label={label("console-later")}
            act={() => lineAct(session, { type: "put_off", member })}
          >
            {speech.t("console-later")}
          </Press>
        )}
      </div>
      {isWriting.value && (
        <WordsForm
          words={speech.t("console-write-label")}
          submit={speech.t("console-send")}
          most={MAX_ANSWER}
          send={(body) => lineAct(session, { type: "answer_in_writing", member, body })}
        />
      )}
      {state === "waiting" && !isFirst && (
        <Fold words={speech.t("console-urgent")}>
          <WordsForm
            words={speech.t("console-urgent-label")}
            submit={speech.t("console-urgent-submit")}
            most={MAX_REASON}
            send={(reason) => lineAct(session, { type: "move_up", member, reason })}
          />
        </Fold>
      )}
    </li>
  );
}

/** What helps to know, in words. */
function Marks({ person, card }: { person: Waiting; card: Card }) {
  const { speech } = usePlace();
  const isUnderstood = card.languages.includes(person.language);
  const isAway = !person.here && person.state !== "aside";
  return (
    <>
      {person.first_time && <span class="tag">{speech.t("message-first")}</span>}{" "}
      {!isUnderstood && <span class="tag">{speech.language(person.language)}</span>}{" "}
      {person.state === "aside" && <span class="tag">{speech.t("console-aside")}</span>}{" "}
      {person.state === "listed" && <span class="tag">{speech.t("console-listed")}</span>}{" "}
      {isAway && <span class="tag">{speech.t("console-away")}</span>}
    </>
  );
}

function Answers({ until }: { until: number }) {
  const { speech } = usePlace();
  const now = useNow(1_000);
  return <p>{speech.t("console-was-called", { left: leftWords(until, now) })}</p>;
}
