// One's own words that the room does not show yet, always last, each with what becomes of it.

import type { Item } from "../state/outbox";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";

export function Unsent() {
  const { speech, session } = usePlace();
  const items = session.words.items.value;
  if (items.length === 0) return null;
  return (
    <ol class="unsent" aria-label={speech.t("unsent")}>
      {items.map((item) => (
        <li key={item.command.command_id}>
          <UnsentMessage item={item} />
        </li>
      ))}
    </ol>
  );
}

function UnsentMessage({ item }: { item: Item }) {
  const { speech, session } = usePlace();
  const { command, state } = item;
  if (command.type !== "post_message" && command.type !== "edit_message") return null;
  const id = command.command_id;
  const isGivenUp = state === "failed" || state === "refused" || state === "stale";
  const takeBack = () => {
    const draft = session.words.draft.value;
    session.words.setDraft(draft === "" ? command.body : `${draft}\n${command.body}`);
    session.words.discard(id);
    document.getElementById("composer-text")?.focus();
  };
  return (
    <div class={`message mine ${state}`} data-unsent={id} data-state={state}>
      <div class="body" dir="auto">
        {command.body}
      </div>
      <p class="state">
        <State item={item} />
      </p>
      {isGivenUp && (
        <div class="row">
          <button type="button" onClick={() => session.words.retry(id)}>
            {speech.t(state === "stale" ? "composer-send" : "send-again")}
          </button>
          {command.type === "post_message" && (
            <button type="button" class="quiet" onClick={takeBack}>
              {speech.t("send-edit")}
            </button>
          )}
          <button type="button" class="quiet" onClick={() => session.words.discard(id)}>
            {speech.t("send-delete")}
          </button>
        </div>
      )}
    </div>
  );
}

function State({ item }: { item: Item }) {
  const { speech, session } = usePlace();
  const now = session.serverNow();
  switch (item.state) {
    case "sent":
      return null;
    case "failed":
      return <>{speech.t("send-failed")}</>;
    case "refused":
      return (
        <>
          {speech.t("send-failed")} {item.refusal && refusalText(speech, item.refusal, now)}
        </>
      );
    case "stale":
      return <>{speech.t("send-stale", { minutes: minutesSince(item.madeAt) })}</>;
    default: {
      const phase = session.line.phase.value;
      const isDown = phase === "reconnecting" || phase === "offline" || phase === "ended";
      return <span class="after-a-moment">{speech.t(isDown ? "send-waiting" : "send-sending")}</span>;
    }
  }
}

function minutesSince(ms: number): number {
  return Math.round((Date.now() - ms) / 60_000);
}
