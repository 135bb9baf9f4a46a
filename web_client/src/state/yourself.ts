// What one is in this room, as entries change it. Pure.

import type { Event, You } from "../wire/protocol";
import type { Pause } from "./standing";

export function youAfter(you: You, event: Event): You {
  switch (event.type) {
    case "name_changed":
      return { ...you, name: event.name, asks_name: false };
    case "role_changed":
      return { ...you, role: event.role };
    case "powers_suspended":
      return { ...you, role: "member" };
    default:
      return you;
  }
}

/** Until when one's powers are set aside, and why; null when the event says nothing of it. */
export function suspensionIn(event: Event): Pause | null {
  if (event.type !== "powers_suspended") return null;
  return { until: event.until, reason: event.reason };
}
