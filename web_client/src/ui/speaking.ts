// Hands the page's speech, its one session and what is open over it to the components that need
// them.

import type { Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Done, StaffAct } from "../state/moderating";
import type { Shown } from "../state/room";
import type { Session } from "../state/session";
import type { Storage } from "../state/storage";
import type { Speech } from "./speech";

/** What is asked for in a dialog. */
export type Asked =
  | { kind: "edit" | "retract" | "sealed"; message: Shown }
  | { kind: "tell"; message: Shown | null }
  | { kind: "act"; act: StaffAct }
  | { kind: "help_now" }
  | { kind: "name"; then(): void };

export interface Place {
  speech: Speech;
  session: Session;
  /** Where choices about this page are kept on this device. */
  storage: Storage;
  /** As `storage`, until the tab is closed. */
  tabStorage: Storage;
  asked: Signal<Asked | null>;
  /** The latest act of staff, until it is put away. */
  done: Signal<Done | null>;
}

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === null) throw new Error("A component of the room was drawn outside of it.");
  return place;
}
