// A request left unclear is settled by hand by another curator than its depositor.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { Postponed, type TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: the tasks are done here. */
const app = useApp({ env: () => sandbox.start() });
let both: Desk;
let curator: Desk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  both = new Desk(app, await app.person('depositor', 'curator'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

const run: TaskRun = {
  id: 'a task',
  attempt: 1,
  signal: new AbortController().signal,
  fence: () => Promise.resolve(),
};

describe('a curator', () => {
  it('does not settle the request of their own deposit, another one does', async () => {
    const approved = await approve(both, curator, await both.draft(1));
    const { id: batchId } = await batches.send(await batches.create(approved));
    await expect(app.get(EnaSend).run({ batchId, submissionId: approved.id }, run)).rejects.toThrow(
      Postponed,
    );
    for (const table of ['ena_attempts', 'ena_batch_items', 'ena_batches'])
      await app
        .get(DataSource)
        .query(
          `UPDATE ${table} SET status = 'attention' WHERE ${table === 'ena_batches' ? 'id' : 'batch_id'} = $1`,
          [batchId],
        );
    const batch = await batches.get(batchId);
    const [attempt] = await batches.attempts(batchId);
    const resolve = (as: Desk['as']) =>
      app.request('POST', `ena/attempts/${attempt?.id}/resolve`, {
        as,
        ifMatch: batch.version,
        body: { outcome: 'not_registered', reason: 'The helpdesk has nothing' },
      });
    expect(await resolve(both.as)).toMatchObject({
      status: 403,
      body: { code: 'access.denied', detail: expect.stringContaining('your own deposit') },
    });
    expect(await batches.get(batchId)).toEqual(batch);
    expect(await resolve(curator.as)).toMatchObject({ status: 200, body: { status: 'refused' } });
  });
});
