import { expect, test } from "vitest";
import cases from "../../tests/cases/feed.json";
import { Feed, type Hole } from "../src/state/feed";

type Step = {
  arrive?: number[];
  arrive_range?: number[];
  deliver?: number[];
  deliver_range?: number[];
  hole: number[] | null;
  head?: number;
  missing?: number[] | null;
  overfull?: boolean;
};

function seqs(list: number[] | undefined, range: number[] | undefined): number[] {
  if (range === undefined) return list ?? [];
  const [start = 0, stop = 0] = range;
  return Array.from({ length: stop - start }, (_, index) => start + index);
}

const bounds = (hole: Hole | null) => hole && [hole.start, hole.stop];

test.each(cases)("feed_behaves_as_the_shared_cases_say: $name", ({ next_seq, steps }) => {
  const feed = new Feed<{ seq: number }>(next_seq);
  for (const step of steps as Step[]) {
    const arriving = seqs(step.arrive, step.arrive_range).map((seq) => ({ seq }));
    const delivered = feed.accept(arriving).map((entry) => entry.seq);
    expect(delivered).toEqual(seqs(step.deliver, step.deliver_range));
    expect(bounds(feed.hole())).toEqual(step.hole);
    if (step.head !== undefined) {
      expect(bounds(feed.missingUpTo(step.head))).toEqual(step.missing);
    }
    expect(feed.overfull).toBe(step.overfull ?? false);
  }
});
