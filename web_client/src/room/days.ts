// Messages by the reader's day, for the headings between them.

import type { Shown } from "../state/room";

export interface Day {
  key: string;
  at: number;
  messages: Shown[];
}

export function byDay(messages: readonly Shown[]): Day[] {
  const days: Day[] = [];
  for (const message of messages) {
    const key = localDate(message.at);
    const last = days[days.length - 1];
    if (last?.key === key) last.messages.push(message);
    else days.push({ key, at: message.at, messages: [message] });
  }
  return days;
}

function localDate(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
