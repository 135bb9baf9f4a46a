// Asked once, before the first words in another part of the house: the same name, or another. What
// was written waits and is sent afterwards.

import { useSignal } from "@preact/signals";
import { takeName } from "../state/acts";
import type { Ending } from "../state/session";
import { Dialog } from "../ui/dialog";
import { named } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";

interface NameDialogProps {
  /** Called when the name is settled. */
  then(): void;
  onClose(): void;
}

export function NameDialog({ then, onClose }: NameDialogProps) {
  const { speech, session } = usePlace();
  const known = session.you.value?.name ?? "";
  const other = useSignal("");
  const refusal = useSignal<Ending | null>(null);
  const isAsking = useSignal(false);
  const take = async (name: string) => {
    if (name.trim() === "" || isAsking.value) return;
    isAsking.value = true;
    refusal.value = await takeName(session, name);
    isAsking.value = false;
    if (refusal.value !== null) return;
    onClose();
    then();
  };
  return (
    <Dialog title={speech.t("name-which")} onClose={onClose}>
      <p>{named(speech, "name-elsewhere", { name: known })}</p>
      <p class="hint">{speech.t("name-why")}</p>
      <button type="button" class="primary" onClick={() => void take(known)}>
        {named(speech, "name-same", { name: known })}
      </button>
      <form
        class="other"
        onSubmit={(event) => {
          event.preventDefault();
          void take(other.value);
        }}
      >
        <label for="other-name">{speech.t("name-other")}</label>
        <input
          id="other-name"
          autocomplete="off"
          dir="auto"
          value={other.value}
          onInput={(event) => (other.value = event.currentTarget.value)}
        />
        <button type="submit">{speech.t("change-name-submit")}</button>
      </form>
      <div role="alert">
        {refusal.value !== null && (
          <p class="care">{refusalText(speech, refusal.value, session.serverNow())}</p>
        )}
      </div>
      <button type="button" class="quiet" onClick={onClose}>
        {speech.t("name-later")}
      </button>
    </Dialog>
  );
}
