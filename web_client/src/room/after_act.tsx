// For staff: what was just done, and the way to undo it, until it is put away. It does not vanish
// by itself.

import { useSignal } from "@preact/signals";
import { carryOut, type Done, inverseOf } from "../state/moderating";
import { named, shownName } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";

export function AfterAct() {
  const { done } = usePlace();
  return (
    <div role="status">
      {done.value !== null && <Afterwards key={done.value.seq} latest={done.value} />}
    </div>
  );
}

function Afterwards({ latest }: { latest: Done }) {
  const { speech, session, done } = usePlace();
  const words = useSignal<string | null>(null);
  const isUndone = useSignal(false);
  const { act, command, seq } = latest;
  const removed = session.lastRemoved.value;
  const inverse = inverseOf(command, removed?.seq === seq ? removed.messages : []);
  const undo = async () => {
    isUndone.value = true;
    for (const each of inverse) {
      const outcome = await carryOut(session, each);
      if ("code" in outcome) {
        words.value = refusalText(speech, outcome, session.serverNow());
        return;
      }
    }
    words.value = speech.t("act-undone");
  };
  const name = "whom" in act ? shownName(speech, act.whom.name) : "";
  return (
    <p class="after row">
      <span>{words.value ?? named(speech, `done-${act.kind}`, { name })}</span>
      {inverse.length > 0 && !isUndone.value && (
        <button type="button" onClick={undo}>
          {speech.t("act-undo")}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => (done.value = null)}>
        {speech.t("action-close")}
      </button>
    </p>
  );
}
