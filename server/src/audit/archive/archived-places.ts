import type { ReadMonth } from './retained-month.ts';

export class ArchivedTwice extends Error {
  constructor(readonly seq: number) {
    super(`two archived months have event ${seq}`);
  }
}

/** The places in the log whose events are archived. */
export class ArchivedPlaces {
  private readonly stretches: (readonly [first: number, last: number])[];
  /** How many there are. */
  readonly count: number;

  /** @throws ArchivedTwice when two months claim the same place */
  constructor(months: readonly ReadMonth[]) {
    this.stretches = months.flatMap(({ stated }) => [...stated.seqs]).sort(([a], [b]) => a - b);
    this.count = this.stretches.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const twice = this.stretches.find(([first], index) => first <= (this.stretches[index - 1]?.[1] ?? 0));
    if (twice) throw new ArchivedTwice(twice[0]);
  }

  has(seq: number): boolean {
    return this.nextHere(seq) !== seq;
  }

  /** The first place from this one on whose event is not archived. */
  nextHere(seq: number): number {
    let [low, high] = [0, this.stretches.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.stretches[middle]?.[1] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    let next = seq;
    // Stretches of two months may lie side by side.
    for (let at = low; at < this.stretches.length; at++) {
      const [first, last] = this.stretches[at] as readonly [number, number];
      if (first > next) break;
      next = last + 1;
    }
    return next;
  }
}
