// Which of the messages are somebody's first here and unanswered so far: for mentors and staff, who
// look after them. Nobody else is told, and nobody else asks.

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { usePlace } from "../ui/speaking";
import { get } from "../wire/http";
import { isHelper } from "./choices";

const LOOK_EVERY_MS = 60_000;

interface Found {
  messages: readonly string[];
}

/** Their ids; read when one joins, when it may have changed, and once a minute. */
export function useFirstMessages(): ReadonlySignal<ReadonlySet<string>> {
  const { session } = usePlace();
  const ids = useSignal<ReadonlySet<string>>(new Set());
  const helps = isHelper(session.you.value?.role);
  const attention = session.attention.value;
  useEffect(() => {
    if (!helps) {
      ids.value = new Set();
      return;
    }
    const look = async () => {
      const found = await get<Found>(`/api/rooms/${session.room}/first-messages`);
      if ("answer" in found) ids.value = new Set(found.answer.messages);
    };
    void look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [session, helps, attention, ids]);
  return ids;
}
