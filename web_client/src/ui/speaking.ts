// Hands the page's speech, and its one session, to the components that need them.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../state/session";
import type { Speech } from "./speech";

export interface Place {
  speech: Speech;
  session: Session;
}

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === null) throw new Error("A component of the room was drawn outside of it.");
  return place;
}
