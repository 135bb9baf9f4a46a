// What a closed socket means for coming back: 4000-4499 come back, 4500-4999 do not.

// RFC 6455, 7.4.1: going away, no code, line lost, server error, restarting, overloaded, bad gateway.
const COME_BACK = new Set([1001, 1005, 1006, 1011, 1012, 1013, 1014]);

/** Whether the client returns by itself after this code. */
export function comesBack(code: number): boolean {
  return (code >= 4000 && code < 4500) || COME_BACK.has(code);
}
