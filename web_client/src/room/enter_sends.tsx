// Whether the Enter key sends. On touch screens it is a new line unless the person chose otherwise.

import type { Signal } from "@preact/signals";
import type { Storage } from "../state/storage";
import { usePlace } from "../ui/speaking";

const ENTER_SENDS = "hearthside-enter-sends";

export function EnterSends({ enterSends }: { enterSends: Signal<boolean> }) {
  const { speech, storage } = usePlace();
  const choose = (event: Event & { currentTarget: HTMLInputElement }) => {
    enterSends.value = event.currentTarget.checked;
    storage.setItem(ENTER_SENDS, String(enterSends.value));
  };
  return (
    <label class="check">
      <input type="checkbox" checked={enterSends.value} onChange={choose} />
      {speech.t("composer-enter-sends")}
    </label>
  );
}

export function rememberedEnter(storage: Storage): boolean {
  const kept = storage.getItem(ENTER_SENDS);
  return kept === null ? !matchMedia("(pointer: coarse)").matches : kept === "true";
}

/** Whether this key press asks to send. */
export function isSendKey(event: KeyboardEvent, enterSends: boolean): boolean {
  // Enter also ends a word in input methods: then it is theirs.
  if (event.key !== "Enter" || event.isComposing) return false;
  return event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey);
}
