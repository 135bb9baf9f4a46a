// Draws at most once a frame, however many messages arrive in it: a burst is one change of the
// page. A hidden tab has no frames, and draws a little later instead.

import { options } from "preact";

const HIDDEN_MS = 100;

export function drawByFrames(): void {
  options.debounceRendering = (draw) => {
    if (document.visibilityState === "hidden") setTimeout(draw, HIDDEN_MS);
    else requestAnimationFrame(() => draw());
  };
}
