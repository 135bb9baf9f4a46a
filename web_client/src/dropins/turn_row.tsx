// While one has the floor: that everyone hears, that nothing hurries, and how it ends. It stands by
// the composer, where one's hands are.

import { usePlace } from "../ui/speaking";
import { move } from "./acting";
import { Press } from "./press";
import { NEARLY_GONE, turnGone } from "./scenes";
import { useNow } from "./ticking";

const LOOK_EVERY_MS = 10_000;

export function TurnRow() {
  const { session } = usePlace();
  return session.dropIn.isMine.value ? <YourTurn /> : null;
}

function YourTurn() {
  const { speech, session } = usePlace();
  const now = useNow(LOOK_EVERY_MS);
  const card = session.dropIn.view.value?.card ?? null;
  const since = session.dropIn.floor.value?.since ?? 0;
  const isNearlyGone = card !== null && turnGone(card, since, now) >= NEARLY_GONE;
  return (
    <div class={isNearlyGone ? "turn-row nearly" : "turn-row"}>
      <p>
        <strong>{speech.t("live-turn-heard")}</strong>{" "}
        {speech.t(isNearlyGone ? "live-turn-nearly" : "live-turn-short")}
      </p>
      <Press act={() => move(session, "free_floor", {})}>{speech.t("dropin-done")}</Press>
    </div>
  );
}
