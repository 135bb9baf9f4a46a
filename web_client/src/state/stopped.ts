// Where one stopped reading, when so much was said since that it is further up than what is shown.

import { MAX_PAGE } from "../wire/protocol";
import { MAX_SHOWN } from "./room";
import type { Session } from "./session";

/** Whether what is new begins further up than what is shown. */
export function isNewAbove({ newSince, talk }: Session): boolean {
  const since = newSince.value;
  if (since === null || talk.value === null || talk.value.before === null) return false;
  return (talk.value.messages[0]?.seq ?? 0) > since + 1;
}

/** Reads the pages above until what is new begins within them, or there is no room for more. */
export async function loadToWhereStopped(session: Session): Promise<void> {
  while (isNewAbove(session) && (session.talk.value?.messages.length ?? 0) < MAX_SHOWN) {
    if (!(await session.loadEarlier(MAX_PAGE))) return;
  }
}
