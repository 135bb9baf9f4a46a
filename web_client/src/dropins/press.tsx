// A button that does something about the drop-in; while something is on its way, nothing else is.

import type { ComponentChildren } from "preact";
import { usePlace } from "../ui/speaking";

interface PressProps {
  children: ComponentChildren;
  kind?: string;
  /** For buttons of the same words, what tells them apart. */
  label?: string | undefined;
  act(): unknown;
}

export function Press({ children, kind = "", label, act }: PressProps) {
  const { session } = usePlace();
  const isDoing = session.dropIn.isDoing.value;
  return (
    <button
      type="button"
      class={kind}
      aria-label={label}
      aria-disabled={isDoing}
      onClick={() => isDoing || act()}
    >
      {children}
    </button>
  );
}

interface FoldProps {
  words: ComponentChildren;
  children: ComponentChildren;
}

/** What is needed now and then, behind a button with a word. */
export function Fold({ words, children }: FoldProps) {
  return (
    <details class="fold">
      <summary>{words}</summary>
      {children}
    </details>
  );
}
