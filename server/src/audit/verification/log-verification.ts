// Verifies the whole log as it lies in the database, in one moment. Its tables are read side by side, each once: every
// sealed event has its text and columns that say the same, every segment its events, every head its signature, every
// commitment what opens it or the day that it was erased on, and no event is there that neither was sealed nor waits
// for it. In memory is what has not been brought together yet; where that is too much, the log is read again for a part
// of it. What is never brought together is looked up.
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import type { Trust } from '../verifier/row-check.ts';
import { Chain, type Covered } from './chain.ts';
import { Erasures } from './erasures.ts';
import { Flaws, mostNamed } from './flaws.ts';
import { findUntoldKeys } from './key-events.ts';
import { findUnnamed } from './known-names.ts';
import type { LogMoment } from './log-moment.ts';
import { findUnheld, holdActions } from './legal-holds.ts';
import { eventRows, leafRows, valueRows } from './log-rows.ts';
import { lookUp } from './looked-up.ts';
import { orUnreadable, readableOf } from './readable.ts';
import { type LogRows, SideBySide } from './side-by-side.ts';
import { Statements } from './statements.ts';
import { findUntoldRuns } from './told-runs.ts';

/** Called now and then. @throws what ends the verification */
export type Progress = (covered: Covered) => Promise<void>;

/** Statements that wait at once, of which an event makes a few: 200 MB. */
const mostWaiting = 1_500_000;
/** Sealed events between two looks at the chain and at what else there is to do. */
const leavesAtOnce = 2_000;

/** @throws Found with the first bad place, and where others are */
export async function verifyLogIn(
  moment: LogMoment,
  trust: Trust,
  progress: Progress,
  most = mostWaiting,
): Promise<Covered> {
  const flaws = new Flaws();
  const chain = new Chain(moment.others, trust, flaws);
  const { months } = await chain.begin();
  const remembered = readableOf(
    months.flatMap(({ stated }) => stated.remembers),
    flaws,
  );
  const erasures = await Erasures.load(moment.others, flaws, remembered);
  const said = new Statements(most);
  const rows = await rowsIn(moment);
  const reading = new SideBySide(rows, said, erasures);
  while (await reading.read(leavesAtOnce)) {
    await chain.take(reading.leaves.splice(0));
    await progress(chain.covered);
  }
  await lookUp(moment.others, said.takeUnmet(), flaws, erasures);
  while (said.nextPart()) {
    const again = new SideBySide(await rowsIn(moment), said, erasures, false);
    while (await again.read(leavesAtOnce)) {
      again.leaves.length = 0;
      await progress(chain.covered);
    }
    await lookUp(moment.others, said.takeUnmet(), flaws, erasures);
  }
  await chain.end();
  await erasures.end(moment.others);
  const { others } = moment;
  await orUnreadable(others, flaws, () => findUnheld(others, remembered, flaws), holdActions);
  await orUnreadable(others, flaws, () => findUntoldKeys(others, remembered, flaws), ['audit.key_register']);
  await findUnnamed(others, flaws);
  await findUntoldRuns(others, flaws);
  await findBeside(moment.others, rows.events.count - rows.leaves.count, flaws);
  flaws.assertNone();
  return chain.covered;
}

async function rowsIn(moment: LogMoment): Promise<LogRows> {
  return {
    events: await eventRows(moment.events),
    leaves: await leafRows(moment.leaves),
    values: await valueRows(moment.values),
  };
}

/** @param unsealed how many events have no leaf */
async function findBeside(snapshot: Snapshot, unsealed: number, flaws: Flaws): Promise<void> {
  const lost = await snapshot.query<{ id: string }>(
    `SELECT u.event_id AS id FROM audit_unsealed u
      WHERE NOT EXISTS (SELECT FROM audit_events e WHERE e.occurred_at = u.occurred_at AND e.id = u.event_id) LIMIT ${mostNamed}`,
  );
  for (const { id } of lost) flaws.add('beside', `event ${id}`, wrong('event_gone_unsealed'));
  const [row] = await snapshot.query<{ waiting: string }>('SELECT count(*) AS waiting FROM audit_unsealed');
  const waiting = Number(row?.waiting ?? 0);
  if (unsealed !== waiting && !flaws.areAny)
    flaws.add('beside', 'events', wrong('events_unsealed', { unsealed, waiting }));
}
