import type { FlowBy, FlowQuery, FlowView } from './flow.contract.ts';

/** How many records came to a point in one day or week; `entered` and `left` are of a batch's waiting records. */
export type FlowCount = { start: string; kind: FlowKind; count: number };
export type FlowKind = 'entered' | 'left' | 'sent' | 'accepted' | 'processed' | 'public' | 'failed';

const msPerDay = 86_400_000;
/** As many as a picture can show. */
export const mostItems = 370;
/** Days back; before that nothing is counted. */
export const mostDaysBack = 3 * 366;

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The day itself, or the Monday of its week. */
export function startOf(day: string, by: FlowBy): string {
  if (by === 'day') return day;
  const weekday = new Date(timeOf(day)).getUTCDay();
  return dayOf(timeOf(day) - ((weekday + 6) % 7) * msPerDay);
}

/**
 * The days or Mondays of a range, which ends today at the latest.
 *
 * @returns what is wrong with the range instead, and in which field
 */
export function startsOf(
  { from, to, by }: FlowQuery,
  today: string,
): string[] | { path: string; message: string } {
  const last = to && to < today ? to : today;
  const first = from ?? dayOf(timeOf(last) - (by === 'day' ? 29 : 25 * 7) * msPerDay);
  if (first > last) return { path: 'from', message: `must not be after ${last}` };
  if (timeOf(today) - timeOf(first) > mostDaysBack * msPerDay)
    return { path: 'from', message: `must not be more than ${mostDaysBack} days ago` };
  const step = (by === 'day' ? 1 : 7) * msPerDay;
  const begin = timeOf(startOf(first, by));
  const count = Math.floor((timeOf(last) - begin) / step) + 1;
  if (count > mostItems) return { path: 'from', message: `makes more than ${mostItems} ${by}s: ask by week` };
  return Array.from({ length: count }, (_, index) => dayOf(begin + index * step));
}

/**
 * @param counts from the first start until now, also after the last
 * @param waitingNow records that wait at this moment: the past is counted back from it
 */
export function seriesOf(
  starts: readonly string[],
  counts: readonly FlowCount[],
  waitingNow: number,
): FlowView['items'] {
  const at = new Map(counts.map(({ start, kind, count }) => [`${start} ${kind}`, count]));
  const of = (start: string, kind: FlowKind) => at.get(`${start} ${kind}`) ?? 0;
  const last = starts.at(-1) ?? '';
  let waiting = waitingNow;
  for (const { start, kind, count } of counts) if (start > last) waiting -= gained(kind, count);
  const items = starts.toReversed().map((start) => {
    const item = {
      start,
      waiting: Math.max(0, waiting),
      sent: of(start, 'sent'),
      accepted: of(start, 'accepted'),
      processed: of(start, 'processed'),
      public: of(start, 'public'),
      failed: of(start, 'failed'),
    };
    waiting -= of(start, 'entered') - of(start, 'left');
    return item;
  });
  return items.reverse();
}

const gained = (kind: FlowKind, count: number): number =>
  kind === 'entered' ? count : kind === 'left' ? -count : 0;
