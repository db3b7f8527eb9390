// A worker that is killed between any two steps of the retention: the next one goes on, the month leaves once and is told
// once, and nothing has left at any time that did not lie in the archive. A dead worker does nothing more: from the n-th
// step on, each of its steps fails, also those that would clear up.
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { monthAfter } from '../../server/src/audit/archive/retained-month.ts';
import { ArchiveLeavings } from '../../server/src/audit/retention/archive-leavings.service.ts';
import { ArchiveStore } from '../../server/src/audit/retention/archive-store.ts';
import { MonthLeaving } from '../../server/src/audit/retention/month-leaving.ts';
import { MonthsToLeave } from '../../server/src/audit/retention/months-to-leave.ts';
import { RetentionProcessor } from '../../server/src/audit/retention/retention.processor.ts';
import type { SealerDatabase } from '../../server/src/audit/sealing/sealer.database.ts';
import type { TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const log = useLeavingLog(app);
/** More than a month's retention has steps. */
const most = 24;
const thisMonth = new Date().toISOString().slice(0, 7);
const months = Array.from({ length: most }, (_, index) => monthAfter(thisMonth, index - most - 2));

/** The month that leaves next; those after it are taken to be young. */
let due = '';
beforeAll(async () => {
  Logger.overrideLogger(false);
  await log.begin(months);
  for (const month of months) await log.wrote(month);
  await log.sealed();
  const looked = of(MonthsToLeave);
  const real = looked.next.bind(looked);
  vi.spyOn(looked, 'next').mockImplementation(async () => {
    const next = await real();
    return next && next.month > due ? { ...next, standing: 'young', archiveId: null } : next;
  });
});
afterAll(() => Logger.overrideLogger(new Logger()));
afterEach(() => vi.restoreAllMocks());

function of<T>(token: new (...args: never[]) => T): T {
  if (!app.worker) throw new Error('no worker');
  return app.worker.get(token as never);
}

/** A run whose attempts are made here: no worker is told of it. */
async function asked(): Promise<string> {
  const id = randomUUID();
  await log.query(
    `INSERT INTO audit_retention_runs (id, requested_by, requested_at) VALUES ($1, 'test', now())`,
    [id],
  );
  return id;
}

type Steps = Record<string, (...given: unknown[]) => Promise<unknown>>;

/** One attempt, by a worker that dies before the given step. @returns the steps it took, by name */
async function attempt(id: string, number: number, lastStep = Number.POSITIVE_INFINITY): Promise<string[]> {
  const death = new AbortController();
  const taken: string[] = [];
  const next = (name: string) => {
    taken.push(name);
    if (taken.length < lastStep) return;
    death.abort(new Error('killed'));
    throw new Error('killed');
  };
  const undo: (() => void)[] = [];
  const watch = (target: object, names: readonly string[]) => {
    const owner = target as Steps;
    for (const name of names) {
      const real = owner[name] as Steps[string];
      owner[name] = async (...given) => {
        next(name);
        return real.apply(owner, given);
      };
      undo.push(() => delete owner[name]);
    }
  };
  watch(of(ArchiveStore), ['put', 'fetch', 'hashOf', 'remove']);
  watch(of(ArchiveLeavings), ['note']);
  // The worker that seals goes on.
  const leaving = of(MonthLeaving) as unknown as { sealer: SealerDatabase };
  const { sealer } = leaving;
  leaving.sealer = Object.create(sealer) as SealerDatabase;
  undo.push(() => Object.assign(leaving, { sealer }));
  watch(leaving.sealer, ['query']);
  const fence = async () => next('fence');
  const run: TaskRun = { id: 'a task', attempt: number, signal: death.signal, fence };
  try {
    await (
      of(RetentionProcessor) as unknown as { retain: (id: string, run: TaskRun) => Promise<void> }
    ).retain(id, run);
  } catch (error) {
    if (!death.signal.aborted) throw error;
  } finally {
    for (const each of undo) each();
  }
  return taken;
}

type Archived = { month: string; bucket: string; key: string; sha256: string };
const dropped = () =>
  log.query<Archived>(
    'SELECT month, bucket, object_key AS key, sha256 FROM audit_retentions WHERE dropped_at IS NOT NULL ORDER BY month',
  );

/** Of each month either all is in the log, or the archive by which it left lies where it was stated. */
async function expectNothingLost(): Promise<void> {
  const [inLog, gone] = [await log.months(), await dropped()];
  const left = new Set(gone.map(({ month }) => month));
  expect(months.filter((month) => left.has(month) === inLog.includes(month))).toEqual([]);
  const last = gone.at(-1);
  if (last) expect(await of(ArchiveStore).hashOf(last.bucket, last.key)).toBe(last.sha256);
}

async function expectLeftOnce(id: string): Promise<void> {
  await expectNothingLost();
  expect(await log.months()).not.toContain(due);
  const [row] = await log.query<{ state: string }>('SELECT state FROM audit_retention_runs WHERE id = $1', [
    id,
  ]);
  expect(row?.state).toBe('done');
  const told = await log.query(
    `SELECT FROM audit_events WHERE action = 'audit.retention' AND target_id = $1`,
    [due],
  );
  expect(told).toHaveLength(1);
  const lying = await log.query<{ key: string; bucket: string }>(
    'SELECT object_key AS key, bucket FROM audit_archive_attempts WHERE removed_at IS NULL',
  );
  expect(lying.map(({ key }) => key).sort()).toEqual((await dropped()).map(({ key }) => key).sort());
}

it('a worker that is killed at any step of a month leaves the rest to the next', async () => {
  due = months[0] ?? '';
  const whole = await asked();
  const steps = await attempt(whole, 1);
  await expectLeftOnce(whole);
  for (const name of ['note', 'put', 'fetch', 'hashOf', 'query', 'fence']) expect(steps).toContain(name);
  expect(steps.length).toBeLessThan(most);
  for (let step = 1; step <= steps.length; step++) {
    due = months[step] ?? '';
    const id = await asked();
    const taken = await attempt(id, 1, step);
    expect([step, taken.length >= step]).toEqual([step, true]);
    await expectNothingLost();
    await attempt(id, 2);
    await expectLeftOnce(id);
    await attempt(id, 3); // whose predecessor died before the task was done
    await expectLeftOnce(id);
  }
  expect(await log.flaw()).toBeNull();
}, 600_000);
