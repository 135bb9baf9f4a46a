// Tells the server which time zone this device is in, so that its pages say the reader's own time.
// A session's cookie: it goes along on journeys, and keeps nothing for long.

export const ZONE_COOKIE = "device-zone";

/** The device's IANA zone; empty where the browser does not say. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

/** Keeps the zone for the next page. Whether that is news: then this page is in another one. */
export function tellZone(zone: string, jar: { cookie: string }): boolean {
  const told = `${ZONE_COOKIE}=${zone}`;
  if (!/^[\w/+-]+$/.test(zone)) return false;
  if (jar.cookie.split("; ").includes(told)) return false;
  jar.cookie = `${told}; path=/; SameSite=Lax`;
  return true;
}
