// The server's time for what shows minutes or seconds, looked at again every so often.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { usePlace } from "../ui/speaking";

export function useNow(everyMs: number): number {
  const { session } = usePlace();
  const now = useSignal(session.serverNow());
  useEffect(() => {
    const timer = setInterval(() => (now.value = session.serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [session, everyMs, now]);
  // A snapshot draws again before the timer does.
  return Math.max(now.value, session.serverNow());
}
