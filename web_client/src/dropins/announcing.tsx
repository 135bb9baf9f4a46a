// Speaks what is new in a drop-in to people who listen to the page: gathered, and at most once in a
// few seconds; one's own turn at once.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { usePlace } from "../ui/speaking";
import type { LineView } from "../wire/protocol";
import { newsIn } from "./announced";

const EVERY_MS = 5_000;
// Long enough for every screen reader; not so long that a place that is hidden now stands there.
const STAYS_MS = 3_000;

export function Announced() {
  const { speech, session } = usePlace();
  const said = useSignal("");
  const spokeAt = useRef(0);
  const before = useRef<LineView | null>(null);
  const view = session.dropIn.view.value;
  useEffect(() => {
    const speak = () => {
      const known = before.current;
      const latest = session.dropIn.view.peek();
      before.current = latest;
      if (known === null || latest === null) return;
      const news = newsIn(speech, known, latest, session.serverNow());
      if (news.length === 0) return;
      said.value = news.join(" ");
      spokeAt.current = Date.now();
    };
    const wait = spokeAt.current + EVERY_MS - Date.now();
    const isUrgent = view?.yours?.state === "called" && before.current?.yours?.state !== "called";
    if (before.current === null || isUrgent || wait <= 0) return speak();
    const timer = setTimeout(speak, wait);
    return () => clearTimeout(timer);
  }, [view, speech, session, said]);
  useEffect(() => {
    if (said.value === "") return;
    const timer = setTimeout(() => (said.value = ""), STAYS_MS);
    return () => clearTimeout(timer);
  }, [said, said.value]);
  return (
    <div class="vh" role="status" id="say-drop-in">
      {said.value}
    </div>
  );
}
