// Moments on a page that the server rendered, in the reader's own time zone.

import type { Speech } from "./speech";

/** Rewrites every `<time data-show="clock|day" datetime="…">` under `root`. */
export function localTimes(root: ParentNode, speech: Speech): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-show]")) {
    const ms = Date.parse(time.dateTime);
    time.textContent = time.dataset.show === "day" ? speech.day(ms) : speech.clock(ms);
  }
}
