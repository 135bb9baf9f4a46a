// The sentence for an expected no, its parameters in the reader's words.

import type { Refusal } from "../state/outbox";
import type { Params, Speech } from "./speech";

export function refusalText(
  speech: Speech,
  { code, params }: Pick<Refusal, "code" | "params">,
  now: number,
): string {
  const words: Params = { ...params };
  if (typeof params.until === "number") words.until = speech.until(params.until, now);
  if (typeof params.at === "number") words.at = speech.moment(params.at, now);
  if (params.reason !== undefined) words.reason = speech.t(`reason-${params.reason}`);
  if (params.why !== undefined) words.why = speech.t(`name-why-${params.why}`);
  return speech.t(`refusal-${code}`, words);
}
