// A scheduled batch that stands still: its run ends and tells people, and the next turn takes what has come since.
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { EnaRunEndings } from '../../server/src/ena/schedule/run-endings.service.ts';
import { EnaScheduledRun } from '../../server/src/ena/schedule/run.service.ts';
import type { RunView } from '../../server/src/ena/schedule/schedule.contract.ts';
import { TaskRunner } from '../../server/src/platform/queue/task.runner.ts';
import { Postponed, TaskHandlers, type TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { TaskStore } from '../../server/src/platform/queue/task-store.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { ScheduleDesk } from '../factories/schedule.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: the tasks wait, and are done here. */
const app = useApp({ env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let schedule: ScheduleDesk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  schedule = new ScheduleDesk(app, curator.as);
  batches = new BatchDesk(app, curator.as);
  const admin = new ScheduleDesk(app, await app.person('admin'));
  await admin.set({ mailTo: { roles: [], addresses: ['ena-team@example.org'] } });
});
const query = (sql: string, parameters: unknown[] = []) => app.get(DataSource).query(sql, parameters);
/** As a task ends whose worker was killed too often. */
const kill = (name: string) =>
  query(`UPDATE tasks SET state = 'failed' WHERE name = $1 AND state = 'ready'`, [name]);
afterEach(async () => {
  await Promise.all(['ena.schedule-run', 'ena.send', 'ena.check'].map(kill));
  await app.get(EnaRunEndings).endAbandoned();
});

/** One look of the run at its batch. @returns whether it is to come again */
async function look({ id }: RunView): Promise<boolean> {
  const task: TaskRun = {
    id: 'a task',
    attempt: 1,
    signal: new AbortController().signal,
    fence: async () => {},
  };
  try {
    await app.get(EnaScheduledRun).run(id, task);
    return false;
  } catch (error) {
    if (error instanceof Postponed) return true;
    throw error;
  }
}

/** Does what waits under this name. */
async function work(name: string): Promise<void> {
  const runner = new TaskRunner(new TaskStore(app.get(DataSource)), app.get(TaskHandlers));
  for (;;) {
    const [task] = await query(`SELECT id FROM tasks WHERE name = $1 AND state = 'ready'`, [name]);
    if (!task) return;
    await query('UPDATE tasks SET run_at = now() WHERE id = $1', [task.id]);
    await runner.run(task.id);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** A run whose batch has come to this state. */
async function runWith(status: BatchView['status']): Promise<{ run: RunView; batch: BatchView }> {
  await approve(depositor, curator, await depositor.draft(1));
  const run = await schedule.run();
  for (;;) {
    expect(await look(run)).toBe(true);
    const [row] = await query('SELECT batch_id AS id FROM ena_schedule_runs WHERE id = $1', [run.id]);
    const batch = await batches.get(row.id);
    if (batch.status === status) return { run, batch };
    await work('ena.check');
  }
}

describe('a run whose batch', () => {
  it.each(['checking', 'sending'] as const)('is %s waits for it while somebody is at it', async (status) => {
    const { run } = await runWith(status);
    expect(await look(run)).toBe(true);
    expect(await schedule.getRun(run.id)).toMatchObject({ status: 'running' });
    await kill(status === 'checking' ? 'ena.check' : 'ena.send');
    expect(await look(run)).toBe(false);
    expect(await schedule.getRun(run.id)).toMatchObject({
      status: 'waiting',
      note: expect.stringMatching(/has ended/),
      mails: { waiting: 1 },
    });
    // The next one is not held up by it.
    await schedule.run();
  });

  it('was paused ends, and leaves the batch to whoever resumes it', async () => {
    const { run, batch } = await runWith('sending');
    const command = async (name: string) => {
      const { version: ifMatch } = await batches.get(batch.id);
      const path = `ena/batches/${batch.id}/${name}`;
      okay(await app.request('POST', path, { as: curator.as, ifMatch, body: {} }));
    };
    await command('pause');
    expect(await look(run)).toBe(false);
    expect(await schedule.getRun(run.id)).toMatchObject({
      status: 'waiting',
      note: expect.stringMatching(/paused/),
      mails: { waiting: 1 },
    });
    await command('resume');
    await work('ena.send');
    expect(await batches.get(batch.id)).toMatchObject({ status: 'accepted' });
  });
});
