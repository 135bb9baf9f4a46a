// One of a few, each in sight and large enough for any finger.

import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";

interface ChoicesProps<Value extends string | number> {
  legend: string;
  options: readonly { value: Value; words: string }[];
  chosen: Signal<Value | null>;
}

export function Choices<Value extends string | number>({
  legend,
  options,
  chosen,
}: ChoicesProps<Value>) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {options.map(({ value, words }) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={name}
            checked={chosen.value === value}
            onChange={() => (chosen.value = value)}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
