// What the buttons of an item ask for, over HTTP. A no is an answer: somebody else was first.

/** The forms of an item, by their `data-act`. */
export type Act = "take" | "release" | "done" | "reopen" | "noted";

export type Outcome = "carried_out" | "too_late" | "not_now" | "no_line";

export interface Request {
  path: string;
  body: Record<string, string> | null;
}

export function requestFor(act: Act, id: string, outcome: string | null): Request {
  if (act === "noted") return { path: `/api/suspensions/${id}/noted`, body: null };
  const body = act === "done" ? (outcome === null ? {} : { outcome }) : null;
  return { path: `/api/attention/${id}/${act}`, body };
}

export async function send({ path, body }: Request): Promise<Outcome> {
  try {
    const headers = body === null ? undefined : { "content-type": "application/json" };
    const response = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      ...(headers && { headers, body: JSON.stringify(body) }),
    });
    return outcomeOf(response.status);
  } catch {
    return "no_line";
  }
}

export function outcomeOf(status: number): Outcome {
  if (status < 300) return "carried_out";
  return status === 409 || status === 404 ? "too_late" : "not_now";
}

/** The key of what is said about it; null where the list itself says it. */
export function sentence(outcome: Outcome): string | null {
  if (outcome === "carried_out") return null;
  if (outcome === "no_line") return "mod-line-lost";
  return outcome === "too_late" ? "mod-refused" : "mod-refused-other";
}

/** The key of what is shown in the buttons' place until the answer is there. */
export function expected(act: Act, isFirstMessage: boolean): string {
  if (act === "take") return isFirstMessage ? "mentor-claimed-you" : "mod-taken-you";
  return act === "done" || act === "noted" ? "mod-done" : "mod-working";
}
