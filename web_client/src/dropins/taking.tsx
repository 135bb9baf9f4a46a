// Taking a place in line, or changing what was said with it: a question, a note for the host alone,
// and what may be done with them. Nothing of it is needed.

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Choices } from "../room/choosing";
import { usePlace } from "../ui/speaking";
import type { Card, Shown, YourPlace } from "../wire/protocol";
import { lineAct } from "./acting";

const SHOWN: readonly Shown[] = ["no", "unnamed", "named"];
const ALWAYS_OFFERED = ["en", "es"];
const MAX_WORDS = 600;

interface TakingProps {
  card: Card;
  /** The place one has; null to take one. */
  yours: YourPlace | null;
  submit: string;
  onDone(): void;
}

export function TakingForm({ card, yours, submit, onDone }: TakingProps) {
  const { speech, session } = usePlace();
  const question = useSignal(yours?.question ?? "");
  const note = useSignal(yours?.note ?? "");
  const shown = useSignal<Shown | null>(yours?.shown ?? "no");
  const language = useSignal(yours?.language ?? ownLanguage());
  const inWriting = useSignal(yours?.in_writing ?? true);
  const host = card.host_name;
  const take = async (event: Event) => {
    event.preventDefault();
    const isDone = await lineAct(session, {
      type: "take_place",
      question: question.value,
      note: note.value,
      shown: shown.value ?? "no",
      language: language.value,
      in_writing: inWriting.value,
    });
    if (isDone) onDone();
  };
  return (
    <form class="taking" onSubmit={take}>
      <Words
        words={speech.t("dropin-take-question")}
        hint={speech.t("dropin-take-question-hint", { host })}
        value={question}
      />
      {question.value.trim() !== "" && (
        <Choices
          legend={speech.t("dropin-shown")}
          options={SHOWN.map((value) => ({ value, words: speech.t(`dropin-shown-${value}`) }))}
          chosen={shown}
        />
      )}
      <Words
        words={speech.t("dropin-take-note")}
        hint={speech.t("dropin-take-note-hint")}
        value={note}
      />
      <LanguageChoice value={language} offered={card.languages} />
      <label class="check">
        <input
          type="checkbox"
          checked={inWriting.value}
          onChange={(event) => (inWriting.value = event.currentTarget.checked)}
        />
        {speech.t("dropin-take-writing", { host })}
      </label>
      <button type="submit" class="primary" aria-disabled={session.dropIn.isDoing.value}>
        {submit}
      </button>
    </form>
  );
}

interface WordsProps {
  words: string;
  hint: string;
  value: { value: string };
}

export function Words({ words, hint, value }: WordsProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{words}</label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        maxLength={MAX_WORDS}
        aria-describedby={`${id}-hint`}
        value={value.value}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class="hint">
        {hint}
      </p>
    </div>
  );
}

interface LanguageProps {
  value: { value: string };
  offered: readonly string[];
}

function LanguageChoice({ value, offered }: LanguageProps) {
  const { speech } = usePlace();
  const id = useId();
  const codes = [...new Set([...offered, ...ALWAYS_OFFERED, value.value])];
  return (
    <div class="field">
      <label for={id}>{speech.t("dropin-take-language")}</label>
      <select
        id={id}
        value={value.value}
        onChange={(event) => (value.value = event.currentTarget.value)}
      >
        {codes.map((code) => (
          <option key={code} value={code}>
            {speech.language(code)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The page's, as far as it is one that a place can be taken in. */
export function ownLanguage(): string {
  return /^[a-z]{2,3}/.exec(document.documentElement.lang)?.[0] ?? "en";
}
