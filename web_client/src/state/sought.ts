// The message that somebody came for, when it is further up than what is shown.

import { MAX_PAGE } from "../wire/protocol";
import type { Session } from "./session";

/** A link to a message is followed so far up; beyond, the message has a page of its own. */
const MOST_PAGES = 10;

/** Reads the pages above until the message is among what is shown; false when it never is. */
export async function loadToMessage(session: Session, message: string): Promise<boolean> {
  for (let pages = 0; !isAmong(session, message); pages += 1) {
    if (pages === MOST_PAGES || !(await session.loadEarlier(MAX_PAGE))) return false;
  }
  return true;
}

function isAmong({ talk }: Session, message: string): boolean {
  return talk.value?.messages.some((each) => each.message === message) ?? false;
}
