// A few words to be sent somewhere, with one button; they stay until it is sure that they arrived.

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { usePlace } from "../ui/speaking";

interface WordsFormProps {
  words: string;
  hint?: string;
  submit: string;
  most: number;
  /** Whether nothing at all can be sent, too. */
  isOptional?: true;
  send(words: string): Promise<boolean>;
}

export function WordsForm({ words, hint, submit, most, isOptional, send }: WordsFormProps) {
  const { session } = usePlace();
  const id = useId();
  const text = useSignal("");
  const isReady = isOptional === true || text.value.trim() !== "";
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (isReady && (await send(text.value.trim()))) text.value = "";
  };
  return (
    <form class="taking" onSubmit={onSubmit}>
      <label for={id}>{words}</label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        maxLength={most}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      <button type="submit" aria-disabled={!isReady || session.dropIn.isDoing.value}>
        {submit}
      </button>
    </form>
  );
}
