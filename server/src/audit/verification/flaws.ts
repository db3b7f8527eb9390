import type { Wrong } from '../flaw-sentences.contract.ts';
import { type Flaw, flawAt, Found } from '../verifier/verdict.ts';

/** What comes first when several places are bad: the log itself, what stands beside it, what opens its commitments. */
export type Rank = 'event' | 'segment' | 'beside' | 'opening';
const ranks: readonly Rank[] = ['event', 'segment', 'beside', 'opening'];

/** More are counted and not named. */
export const mostNamed = 20;

type Ranked = { place: string; wrong: Wrong; rank: number; seq: number };

/** Thrown at the end of a verification, for the first bad place. */
export class FoundInLog extends Found {
  /** @param others as far as they are named @param unnamed how many more there are */
  constructor(
    flaw: Flaw,
    readonly others: readonly Flaw[],
    readonly unnamed: number,
  ) {
    const named = others.map(({ place }) => place).join(', ');
    const more = unnamed > 0 ? ` and ${unnamed} more` : '';
    super(flaw, named === '' ? flaw.says : `${flaw.says}; other bad places: ${named}${more}`);
  }
}

/** The bad places of one verification: what is wrong with the first, and where the others are. */
export class Flaws {
  private readonly kept: Ranked[] = [];
  private readonly known = new Set<string>();
  private count = 0;

  get areAny(): boolean {
    return this.count > 0;
  }

  /** @param seq of the event, where its place in the log is known */
  add(rank: Rank, place: string, { code, params }: Wrong, seq = Infinity): void {
    if (this.known.has(place)) return;
    this.count += 1;
    const flaw = { place, wrong: { code, params }, rank: ranks.indexOf(rank), seq };
    const index = this.kept.findIndex(
      (other) => flaw.rank < other.rank || (flaw.rank === other.rank && seq < other.seq),
    );
    this.kept.splice(index < 0 ? this.kept.length : index, 0, flaw);
    this.known.add(place);
    const [dropped] = this.kept.splice(mostNamed + 1);
    if (dropped) this.known.delete(dropped.place);
  }

  /** @throws FoundInLog */
  assertNone(): void {
    const [first, ...others] = this.kept.map(({ place, wrong }) => flawAt(place, wrong));
    if (first) throw new FoundInLog(first, others, this.count - this.kept.length);
  }
}
