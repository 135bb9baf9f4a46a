// Two questions after a session. The mentor learns the answers only among others', and never whose.

import { useSignal } from "@preact/signals";
import { Choices } from "../room/choosing";
import { usePlace } from "../ui/speaking";
import { tell } from "./acting";
import { Words } from "./taking";

const HEARD = ["yes", "partly", "no"] as const;
const AGAIN = ["yes", "maybe", "no"] as const;

export function Feedback() {
  const { speech, session } = usePlace();
  const heard = useSignal<(typeof HEARD)[number] | null>(null);
  const again = useSignal<(typeof AGAIN)[number] | null>(null);
  const words = useSignal("");
  const isSent = useSignal(false);
  const isReady = heard.value !== null && again.value !== null;
  const send = async (event: Event) => {
    event.preventDefault();
    if (!isReady) return;
    const said = { heard: heard.value, again: again.value, words: words.value };
    isSent.value = await tell(session, "feedback", said);
  };
  if (isSent.value) return <p role="status">{speech.t("dropin-feedback-done")}</p>;
  return (
    <form class="taking" onSubmit={send}>
      <p class="hint">{speech.t("dropin-feedback-hint")}</p>
      <Choices
        legend={speech.t("dropin-feedback-heard")}
        options={HEARD.map((value) => ({
          value,
          words: speech.t(`dropin-feedback-heard-${value}`),
        }))}
        chosen={heard}
      />
      <Choices
        legend={speech.t("dropin-feedback-again")}
        options={AGAIN.map((value) => ({
          value,
          words: speech.t(`dropin-feedback-again-${value}`),
        }))}
        chosen={again}
      />
      <Words
        words={speech.t("dropin-feedback-words")}
        hint={speech.t("live-feedback-hint")}
        value={words}
      />
      <button
        type="submit"
        class="primary"
        aria-disabled={!isReady || session.dropIn.isDoing.value}
      >
        {speech.t("dropin-feedback-send")}
      </button>
    </form>
  );
}
