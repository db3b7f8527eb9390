// Reads the three tables at once, each as it lies. What belongs to one event lies in nearly the same place in all of
// them, however its rows came there: whichever table has stated less goes on, so that few statements wait.
import type { BinaryRows } from './binary-rows.ts';
import type { Leaf } from './chain.ts';
import type { Erasures } from './erasures.ts';
import { leafOf } from './log-rows.ts';
import type { Statements } from './statements.ts';
import { stateEvent, stateLeaf, stateValues } from './stating.ts';

export type LogRows = { events: BinaryRows; leaves: BinaryRows; values: BinaryRows };

export class SideBySide {
  /** Leaves that were passed, in their order, for whoever takes them. */
  readonly leaves: Leaf[] = [];

  /** @param isCounting erasures count what was erased: it has not been counted yet */
  constructor(
    private readonly rows: LogRows,
    private readonly said: Statements,
    private readonly erasures?: Erasures,
    private readonly isCounting = true,
  ) {}

  /** Goes on until more must be read, or so many leaves were passed. @returns false at the end */
  async read(most: number): Promise<boolean> {
    const { events, leaves, values } = this.rows;
    for (const rows of [events, leaves, values]) await rows.load();
    if (!events.has && !leaves.has && !values.has) return false;
    const isOver = { events: !events.has, leaves: !leaves.has, values: !values.has };
    const isMore = () =>
      (events.has || isOver.events) &&
      (leaves.has || isOver.leaves) &&
      (values.has || isOver.values) &&
      (events.has || leaves.has || values.has);
    while (isMore() && this.leaves.length < most) this.step();
    return true;
  }

  private step(): void {
    const { events, leaves, values } = this.rows;
    if (leaves.has && (leaves.count <= events.count || !events.has)) this.leaf(leaves);
    else if (values.has && (this.said.ahead <= 0 || !events.has)) this.values(values);
    else this.event(events);
  }

  private event(events: BinaryRows): void {
    stateEvent(this.said, events.bytes, events.at);
    events.next();
  }

  private leaf(leaves: BinaryRows): void {
    stateLeaf(this.said, leaves.bytes, leaves.at);
    this.leaves.push(leafOf(leaves.bytes, leaves.at));
    leaves.next();
  }

  private values(values: BinaryRows): void {
    stateValues(this.said, values.bytes, values.at, this.erasures, this.isCounting);
    values.next();
  }
}
