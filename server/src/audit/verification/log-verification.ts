// Verifies the whole log as it lies in the database, in one moment. Its tables are read side by side, each once: every
// sealed event has its text and columns that say the same, every segment its events, every head its signature, every
// commitment what opens it or the day that it was erased on, and no event is there that neither was sealed nor waits
// for it. In memory is what has not been brought together yet; where that is too much, it is looked up.
import type { Snapshot } from '../exporting/snapshot.ts';
import type { Trust } from '../verifier/row-check.ts';
import type { BinaryRows } from './binary-rows.ts';
import { Chain, type Covered } from './chain.ts';
import { Erasures } from './erasures.ts';
import { Flaws, mostNamed } from './flaws.ts';
import type { LogMoment } from './log-moment.ts';
import { findUnheld } from './legal-holds.ts';
import { eventRows, leafRows, valueRows } from './log-rows.ts';
import { OpenEvents } from './open-events.ts';
import { SideBySide } from './side-by-side.ts';

/** Called now and then. @throws what ends the verification */
export type Progress = (covered: Covered) => Promise<void>;

/** Events of which not everything has come yet: the oldest half of more is looked up. */
const mostOpen = 50_000;
/** Sealed events between two looks at the chain and at what else there is to do. */
const leavesAtOnce = 2_000;
const lookedUpAtOnce = 5_000;

/** @throws Found with the first bad place, and where others are */
export async function verifyLogIn(
  moment: LogMoment,
  trust: Trust,
  progress: Progress,
  most = mostOpen,
): Promise<Covered> {
  const flaws = new Flaws();
  const chain = new Chain(moment.others, trust, flaws);
  const remembered = (await chain.begin()).months.flatMap(({ stated }) => stated.remembers);
  const erasures = await Erasures.load(moment.others, flaws, remembered);
  const open = new OpenEvents(flaws, erasures);
  const rows = {
    events: await eventRows(moment.events),
    leaves: await leafRows(moment.leaves),
    values: await valueRows(moment.values),
  };
  const reading = new SideBySide(rows, open);
  while (await reading.read(leavesAtOnce)) {
    await chain.take(reading.leaves.splice(0));
    if (open.size > most) await lookUp(moment.others, open.takeOldest(open.size - most / 2), flaws);
    await progress(chain.covered);
  }
  await lookUp(moment.others, open.takeOldest(open.size), flaws);
  await chain.end();
  await erasures.end(moment.others);
  await findUnheld(moment.others, remembered, flaws);
  await findBeside(moment.others, rows.events.count - rows.leaves.count, flaws);
  flaws.assertNone();
  return chain.covered;
}

/** All that there is of these events, wherever it lies. */
async function lookUp(snapshot: Snapshot, keys: readonly string[], flaws: Flaws): Promise<void> {
  for (let from = 0; from < keys.length; from += lookedUpAtOnce) {
    const some = keys.slice(from, from + lookedUpAtOnce);
    const open = new OpenEvents(flaws);
    // Values first: an event is forgotten as soon as all of it is there, and what comes after that would be of none.
    const values = await valueRows(snapshot, some);
    await each(values, () => open.values(values.bytes, values.at));
    const events = await eventRows(snapshot, some);
    await each(events, () => open.event(events.bytes, events.at));
    const leaves = await leafRows(snapshot, some);
    await each(leaves, () => open.leaf(leaves.bytes, leaves.at));
    const ids = open.unsealed();
    const waiting = await snapshot.query<{ id: string }>(
      'SELECT event_id AS id FROM audit_unsealed WHERE event_id = ANY ($1::uuid[])',
      [ids],
    );
    open.judge(new Set(waiting.map(({ id }) => id)));
  }
}

async function each(rows: BinaryRows, take: () => void): Promise<void> {
  for (await rows.load(); rows.has; await rows.load()) for (; rows.has; rows.next()) take();
}

/** @param unsealed how many events have no leaf */
async function findBeside(snapshot: Snapshot, unsealed: number, flaws: Flaws): Promise<void> {
  const lost = await snapshot.query<{ id: string }>(
    `SELECT u.event_id AS id FROM audit_unsealed u
      WHERE NOT EXISTS (SELECT FROM audit_events e WHERE e.occurred_at = u.occurred_at AND e.id = u.event_id) LIMIT ${mostNamed}`,
  );
  for (const { id } of lost)
    flaws.add('beside', `event ${id}`, 'was written and is no longer there; it had not been sealed yet');
  const [row] = await snapshot.query<{ waiting: string }>('SELECT count(*) AS waiting FROM audit_unsealed');
  const waiting = Number(row?.waiting ?? 0);
  if (unsealed !== waiting && !flaws.areAny)
    flaws.add('beside', 'events', `${unsealed} were not sealed, and ${waiting} wait for it`);
}
