// Goes through the three tables at once. They lie in nearly the same order: what stands side by side is compared at once,
// and what has another place (it was committed late, or erased) waits among the open events for the rest of it.
import type { BinaryRows } from './binary-rows.ts';
import type { Leaf } from './chain.ts';
import { areOfOne, isPassed } from './direct.ts';
import { leafOf } from './log-rows.ts';
import type { OpenEvents } from './open-events.ts';

export type LogRows = { events: BinaryRows; leaves: BinaryRows; values: BinaryRows };

export class SideBySide {
  /** Leaves that were passed, in their order, for whoever takes them. */
  readonly leaves: Leaf[] = [];

  constructor(
    private readonly rows: LogRows,
    private readonly open: OpenEvents,
  ) {}

  /** Goes on until more must be read, or so many leaves were passed. @returns false at the end */
  async read(most: number): Promise<boolean> {
    const { events, leaves, values } = this.rows;
    await events.load();
    await leaves.load();
    await values.load();
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
    const { open } = this;
    if (areOfOne(events, leaves)) {
      if (!open.has(events.bytes, events.at) && isPassed(events, leaves, values)) {
        events.next();
        this.leaf();
      } else this.both();
    } else if (events.has && open.has(events.bytes, events.at)) this.event();
    else if (leaves.has && open.has(leaves.bytes, leaves.at)) this.leafLater();
    else if (events.has && leaves.has) this.both();
    else if (events.has) this.event();
    else if (leaves.has) this.leafLater();
    else if (values.has) this.value();
  }

  private both(): void {
    this.leafLater();
    this.event();
  }

  /** With the values that stand beside it; where others do, they are kept for theirs. */
  private event(): void {
    const { events, values } = this.rows;
    const { bytes, at } = events;
    while (values.has && (areOfOne(events, values) || this.open.has(values.bytes, values.at))) this.value();
    this.open.event(bytes, at);
    if (values.has && this.open.has(bytes, at)) this.value();
    events.next();
  }

  private leafLater(): void {
    const { leaves } = this.rows;
    this.open.leaf(leaves.bytes, leaves.at);
    this.leaf();
  }

  private leaf(): void {
    const { leaves } = this.rows;
    this.leaves.push(leafOf(leaves.bytes, leaves.at));
    leaves.next();
  }

  private value(): void {
    const { values } = this.rows;
    this.open.values(values.bytes, values.at);
    values.next();
  }
}
