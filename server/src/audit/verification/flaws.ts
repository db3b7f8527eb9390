import { damaged, type Flaw, Found } from '../verifier/verdict.ts';

/** What comes first when several places are bad: the log itself, what stands beside it, what opens its commitments. */
export type Rank = 'event' | 'segment' | 'beside' | 'opening';
const ranks: readonly Rank[] = ['event', 'segment', 'beside', 'opening'];

/** More are counted and not named. */
export const mostNamed = 20;

type Ranked = Flaw & { rank: number; seq: number };

/** The bad places of one verification: what is wrong with the first, and where the others are. */
export class Flaws {
  private readonly kept: Ranked[] = [];
  private readonly known = new Set<string>();
  private count = 0;

  get areAny(): boolean {
    return this.count > 0;
  }

  /** @param seq of the event, where its place in the log is known */
  add(rank: Rank, place: string, says: string, seq = Infinity): void {
    if (this.known.has(place)) return;
    this.count += 1;
    const flaw = { ...damaged(place, says).flaw, rank: ranks.indexOf(rank), seq };
    const index = this.kept.findIndex(
      (other) => flaw.rank < other.rank || (flaw.rank === other.rank && seq < other.seq),
    );
    this.kept.splice(index < 0 ? this.kept.length : index, 0, flaw);
    this.known.add(place);
    const [dropped] = this.kept.splice(mostNamed + 1);
    if (dropped) this.known.delete(dropped.place);
  }

  /** @throws Found for the first bad place, which names the others */
  assertNone(): void {
    const [first, ...others] = this.kept;
    if (!first) return;
    const { kind, place, says } = first;
    if (others.length === 0) throw new Found({ kind, place, says });
    const list = others.map((other) => other.place).join(', ');
    const unnamed = this.count - this.kept.length;
    const more = unnamed > 0 ? ` and ${unnamed} more` : '';
    throw new Found({ kind, place, says: `${says}; other bad places: ${list}${more}` });
  }
}
