// A submission, a check or a request whose worker ends each time that somebody takes it up: after a while nobody tries any more, and it says so.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { TaskRunner } from '../../server/src/platform/queue/task.runner.ts';
import { TaskHandlers } from '../../server/src/platform/queue/task-handlers.ts';
import { TaskStore } from '../../server/src/platform/queue/task-store.ts';
import { BatchDesk } from '../factories/batches.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: the tasks are done here. */
const app = useApp({ env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.3' }) });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

async function openTask(name: string): Promise<string | undefined> {
  const [row] = await app
    .get(DataSource)
    .query(`SELECT id FROM tasks WHERE name = $1 AND state IN ('ready', 'running')`, [name]);
  return row?.id;
}

/** Time does not pass here: what is due later, or held by a worker that is no more, is due. */
const pass = (id: string) =>
  app
    .get(DataSource)
    .query(
      `UPDATE tasks SET run_at = now(), lease_until = CASE WHEN state = 'running' THEN now() - interval '1 s' END WHERE id = $1`,
      [id],
    );

/** Workers that take the task and end without a word, so many times, then one that does not. */
async function endless(name: string, deaths: number): Promise<void> {
  const store = new TaskStore(app.get(DataSource));
  const runner = new TaskRunner(store, app.get(TaskHandlers));
  const id = (await openTask(name)) ?? '';
  for (let death = 0; death < deaths; death++) {
    await pass(id);
    expect(await store.claim(id)).toMatchObject({ attempt: death + 1 });
  }
  while ((await openTask(name)) === id) {
    await pass(id);
    await runner.run(id);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a worker that ends in the middle, again and again', () => {
  it('of sending leaves it to a person, who has it taken up', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(2));
    const batch = await batches.send(await batches.create(approved));
    await endless('ena.send', 12);
    const given = await batches.get(batch.id);
    expect(given).toMatchObject({ status: 'refused', counts: { failed: 3 } });
    for (const { message } of await batches.items(batch.id))
      expect(message).toMatch(/ended in the middle.*Retry/);

    await batches.retry(given);
    await endless('ena.send', 11);
    expect(await batches.get(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    for (const { enaAlias } of await batches.items(batch.id))
      expect((await sandbox.objects()).filter(({ alias }) => alias === enaAlias)).toHaveLength(1);
  });

  it('of a check ends the check, which says so, and another can be begun', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1));
    const batch = await batches.create(approved);
    const check = async () => {
      const { version } = await batches.get(batch.id);
      okay(
        await app.request('POST', `ena/batches/${batch.id}/validate`, {
          as: curator.as,
          ifMatch: version,
          body: {},
        }),
      );
    };
    await check();
    await endless('ena.check', 12);
    expect(await batches.get(batch.id)).toMatchObject({
      status: 'checked',
      checks: { passed: 0, failed: 1 },
    });
    await check();
    await endless('ena.check', 11);
    expect(await batches.get(batch.id)).toMatchObject({
      status: 'checked',
      checks: { passed: 1, failed: 0 },
    });
  });

  it('of a request about what ENA has leaves it to a person, who has it taken up', async () => {
    const { id, accession } = await approve(depositor, curator, await depositor.draft(1));
    await batches.send(await batches.create({ id }));
    await endless('ena.send', 0);
    const requests = new RequestDesk(app, curator.as);
    const holdDate = `${new Date().getUTCFullYear() + 1}-09-30`;
    const asked = okay(await requests.ask(accession, 'hold', { holdDate }), 201);
    await endless('ena.request', 12);
    const given = await requests.get(asked.id);
    expect(given).toMatchObject({
      status: 'attention',
      messages: [expect.stringMatching(/ended in the middle.*Retry/)],
    });
    const taken = okay(await requests.command(given, 'retry'));
    expect(await requests.command(taken, 'retry')).toMatchObject({
      status: 409,
      body: { code: 'ena_request.illegal_transition' },
    });
    // Nobody goes on with it, for whatever reason: it is not left as it is for ever.
    await app
      .get(DataSource)
      .query(`UPDATE tasks SET state = 'failed' WHERE name = 'ena.request' AND state = 'ready'`);
    expect(okay(await requests.command(await requests.get(asked.id), 'retry'))).toMatchObject({
      status: 'sending',
      isUnderWay: true,
    });
    await endless('ena.request', 11);
    expect(await requests.get(asked.id)).toMatchObject({ status: 'done' });
    const there = (await sandbox.objects()).find(({ alias }) => alias === accession);
    expect(there).toMatchObject({ holdUntilDate: holdDate });
  });
});
