// A request whose answer is not known yet, and an installation that has another Webin account since.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { PermanentFailure, Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk } from '../factories/submissions.ts';
import { taskRun, workOn } from '../factories/task-run.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: the tasks wait, and are done here. */
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

type Work = { batchId: string; submissionId: string };
const query = (sql: string, parameters: unknown[]) => app.get(DataSource).query(sql, parameters);
const { run } = taskRun();
const work = (of: Work) => app.get(EnaSend).run(of, run);
const sentUnder = (account: string, { batchId }: Work) =>
  query('UPDATE ena_attempts SET account = $1 WHERE batch_id = $2', [account, batchId]);
const noTaskWaits = ({ batchId }: Work) =>
  query(`UPDATE tasks SET state = 'done' WHERE payload ->> 'batchId' = $1`, [batchId]);

const toTheEnd = (of: Work) => workOn((attempt) => app.get(EnaSend).run(of, attempt));

/** A request that ENA has taken in, whose receipt nobody has seen yet. */
async function queued(): Promise<Work> {
  const approved = await approve(depositor, curator, await depositor.draft(2));
  const batch = await batches.send(await batches.create(approved));
  const of = { batchId: batch.id, submissionId: approved.id };
  await expect(work(of)).rejects.toThrow(Postponed);
  return of;
}

describe('a request under another account than the one of today', () => {
  it('is neither looked up nor sent, and goes on once the account is set back', async () => {
    const of = await queued();
    const own = app.config.ENA_USERNAME ?? '';
    expect(await query('SELECT account FROM ena_attempts WHERE batch_id = $1', [of.batchId])).toEqual([
      { account: own },
    ]);
    await sentUnder('Webin-1', of);
    const asked = await sandbox.requests();
    await expect(work(of)).rejects.toThrow(PermanentFailure);
    expect(await sandbox.requests()).toEqual(asked);
    await noTaskWaits(of);
    const left = await batches.get(of.batchId);
    expect(left).toMatchObject({ status: 'attention', counts: { attention: 3 } });
    const [attempt] = await batches.attempts(of.batchId);
    expect(attempt?.messages.join(' ')).toMatch(/under the account Webin-1.*settle it by hand/);

    expect(await batches.command(left, 'retry')).toMatchObject({
      status: 409,
      body: { code: 'ena.other_account' },
    });
    expect(await batches.get(of.batchId)).toEqual(left);
    await sentUnder(own.toUpperCase(), of);
    await batches.retry(left);
    await toTheEnd(of);
    expect(await batches.get(of.batchId)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    expect(await batches.attempts(of.batchId)).toHaveLength(1);
    // Followed under the account that registered them.
    expect(await query('SELECT DISTINCT account FROM ena_objects WHERE batch_id = $1', [of.batchId])).toEqual(
      [{ account: own.toUpperCase() }],
    );
  });
});
