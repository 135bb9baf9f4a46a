// What somebody can tell a moderator, and the page that does it without a script.

export const CONCERNS = [
  "worried_about_someone",
  "contact_details",
  "medical_advice",
  "selling",
  "unkind",
  "something_else",
] as const;

export type Concern = (typeof CONCERNS)[number];

/** Opaque ids only: no condition, room or person is in it. */
export function tellAddress(room: string, message: string | null): string {
  const about = message === null ? "" : `&message=${message}`;
  return `/tell?room=${room}${about}`;
}
