// The message that the page's address names, as in /r/<room>#m<message>, and how the way to it is
// going. Where it is then shown, it is the log that takes the reader there.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Session } from "../state/session";
import { loadToMessage } from "../state/sought";
import { usePlace } from "../ui/speaking";

const FRAGMENT = /^#m([0-9a-f-]{36})$/;

export interface Sought {
  message: string;
  state: "on the way" | "found" | "not here";
}

export function useSought(): Signal<Sought | null> {
  const { session } = usePlace();
  const sought = useSignal(inAddress());
  const isOpen = session.talk.value !== null;
  useEffect(() => {
    const look = () => (sought.value = inAddress());
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, [sought]);
  useEffect(() => {
    if (isOpen && sought.value?.state === "on the way") void seek(session, sought, sought.value);
  }, [isOpen, sought.value]);
  return sought;
}

function inAddress(): Sought | null {
  const message = FRAGMENT.exec(location.hash)?.[1];
  return message === undefined ? null : { message, state: "on the way" };
}

async function seek(
  session: Session,
  sought: Signal<Sought | null>,
  wanted: Sought,
): Promise<void> {
  session.isFollowing.value = false;
  const isHere = await loadToMessage(session, wanted.message);
  if (sought.value !== wanted) return;
  sought.value = { ...wanted, state: isHere ? "found" : "not here" };
  if (isHere) return;
  session.isFollowing.value = true;
  if (session.talk.value?.atEnd === false) session.goToNewest();
}
