// Changing or taking back one's own message, and what then becomes of the words that were there.

import { useSignal } from "@preact/signals";
import { edit, retract } from "../state/acts";
import type { Shown } from "../state/room";
import { Dialog } from "../ui/dialog";
import { usePlace } from "../ui/speaking";

interface OwnWordsProps {
  message: Shown;
  onClose(): void;
}

export function EditDialog({ message, onClose }: OwnWordsProps) {
  const { speech, session } = usePlace();
  const words = useSignal(message.body ?? "");
  const save = (event: Event) => {
    event.preventDefault();
    if (words.value === message.body || edit(session, message.message, words.value)) onClose();
  };
  return (
    <Dialog title={speech.t("edit-title")} onClose={onClose}>
      <form onSubmit={save}>
        <label for="edit-text">{speech.t("edit-label")}</label>
        <textarea
          id="edit-text"
          rows={5}
          dir="auto"
          aria-describedby="edit-sealed"
          value={words.value}
          onInput={(event) => (words.value = event.currentTarget.value)}
        />
        <p id="edit-sealed">{speech.t("edit-sealed")}</p>
        <div class="row">
          <button type="submit" class="primary">
            {speech.t("edit-save")}
          </button>
          <button type="button" class="quiet" onClick={onClose}>
            {speech.t("action-cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function RetractDialog({ message, onClose }: OwnWordsProps) {
  const { speech, session } = usePlace();
  const takeBack = () => {
    retract(session, message.message);
    onClose();
  };
  return (
    <Dialog title={speech.t("retract-title")} onClose={onClose}>
      <p class="body" dir="auto">
        {message.body}
      </p>
      <p>{speech.t("retract-sealed")}</p>
      <div class="row">
        <button type="button" class="primary" onClick={takeBack}>
          {speech.t("retract-confirm")}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {speech.t("action-cancel")}
        </button>
      </div>
    </Dialog>
  );
}
