// "Hold new messages": one switch against too much at once, and what waits while it is on.

import { useEffect } from "preact/hooks";
import type { Session } from "../state/session";
import { usePlace } from "../ui/speaking";

const HOLDING = "hearthside-holding";

export function HoldSwitch() {
  const { speech, session, tabStorage } = usePlace();
  const { withheld } = session;
  const isOn = withheld.since.value !== null;
  const key = `${HOLDING}.${session.room}`;
  const isUp = session.talk.value !== null;
  useEffect(() => {
    const isFresh = withheld.since.peek() === null;
    if (isUp && isFresh && tabStorage.getItem(key) !== null) withheld.begin();
  }, [isUp, tabStorage, key, withheld]);
  const toggle = () => {
    if (isOn) {
      release(session);
      tabStorage.removeItem(key);
    } else {
      withheld.begin();
      tabStorage.setItem(key, "on");
    }
  };
  if (!isUp) return null;
  return (
    <button type="button" class="quiet hold" aria-pressed={isOn} onClick={toggle}>
      {speech.t("hold-new")}
    </button>
  );
}

/** How many wait, with the way to see them now and go on holding. */
export function Holding() {
  const { speech, session } = usePlace();
  const { withheld } = session;
  if (withheld.since.value === null) return null;
  const count = withheld.count.value;
  const show = () => {
    release(session);
    withheld.begin();
  };
  return (
    <p class="row holding">
      {speech.t("holding", { count })}
      {count > 0 && (
        <button type="button" class="quiet" onClick={show}>
          {speech.t("holding-show")}
        </button>
      )}
    </p>
  );
}

/** What waited comes in below: who reads on is not moved. */
function release({ withheld, isFollowing }: Session): void {
  if (withheld.count.value > 0) isFollowing.value = false;
  withheld.end();
}
