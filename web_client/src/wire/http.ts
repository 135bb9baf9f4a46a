// Asking the server over HTTP for what does not go over the socket. A no carries a code, as there.

import type { Refused } from "./protocol";

export type Refusal = Pick<Refused, "code" | "params">;
export type Answered<Answer> = { answer: Answer } | { refusal: Refusal };

const NO_CONTENT = 204;
const UNKNOWN: Refusal = { code: "retry", params: {} };

export function get<Answer>(path: string): Promise<Answered<Answer>> {
  return ask<Answer>(path, { headers: { accept: "application/json" } });
}

export function post<Answer>(path: string, body: unknown): Promise<Answered<Answer>> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return ask<Answer>(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export function remove<Answer>(path: string): Promise<Answered<Answer>> {
  return ask<Answer>(path, { method: "DELETE", headers: { accept: "application/json" } });
}

async function ask<Answer>(path: string, init: RequestInit): Promise<Answered<Answer>> {
  try {
    const response = await fetch(path, { ...init, credentials: "same-origin" });
    // Done, and nothing to say about it.
    const said: unknown = response.status === NO_CONTENT ? undefined : await response.json();
    return response.ok ? { answer: said as Answer } : { refusal: refusalIn(said) };
  } catch {
    // No line, or no JSON: whether the server acted is not known.
    return { refusal: UNKNOWN };
  }
}

function refusalIn(said: unknown): Refusal {
  const isRefusal = typeof said === "object" && said !== null && "code" in said;
  return isRefusal ? { ...UNKNOWN, ...(said as Refusal) } : UNKNOWN;
}
