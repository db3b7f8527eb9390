// A pause between any two steps on the way to ENA: a request under way is finished, no other one is begun, and after the
// resumption everything is registered once.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { workOn } from '../factories/task-run.ts';
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

async function sending(): Promise<Work> {
  const approved = await approve(depositor, curator, await depositor.draft(1));
  const batch = await batches.send(await batches.create(approved));
  return { batchId: batch.id, submissionId: approved.id };
}

async function command(batch: BatchView, name: 'pause' | 'resume'): Promise<BatchView> {
  const ask = { as: curator.as, ifMatch: batch.version, body: {} };
  return okay(await app.request('POST', `ena/batches/${batch.id}/${name}`, ask));
}

/** Works; before its n-th step the batch is paused. @returns how it ends, with `patience` for waiting in vain */
async function workPausedAt(work: Work, pausedAt: number, patience?: number): Promise<string> {
  const before = async (step: number) => {
    if (step === pausedAt) await command(await batches.get(work.batchId), 'pause');
  };
  const circumstances = { before, ...(patience !== undefined && { patience }) };
  return (await workOn((run) => app.get(EnaSend).run(work, run), circumstances)).end;
}

describe('a paused batch', () => {
  it('begins no request, and goes on where it was when it is resumed', async () => {
    const work = await sending();
    await command(await batches.get(work.batchId), 'pause');
    expect(await workPausedAt(work, 0, 3)).toBe('waits');
    expect(await batches.attempts(work.batchId)).toEqual([]);
    const held = await batches.get(work.batchId);
    expect(held).toMatchObject({ status: 'sending', counts: { waiting: 2 } });
    expect(held.pausedAt).not.toBeNull();
    expect(await command(held, 'pause')).toMatchObject({ version: held.version });
    expect(await command(held, 'resume')).toMatchObject({ pausedAt: null });
    expect(await workPausedAt(work, 0)).toBe('done');
    expect(await batches.get(work.batchId)).toMatchObject({ status: 'accepted', counts: { accepted: 2 } });
  });

  it('at any step finishes what is under way, and sends nothing twice', async () => {
    for (let pausedAt = 1; pausedAt <= 8; pausedAt++) {
      const work = await sending();
      const how = await workPausedAt(work, pausedAt, 20);
      const batch = await batches.get(work.batchId);
      if (how === 'waits') {
        // Either nothing has left, or it was settled.
        expect(batch).toMatchObject({ status: 'sending' });
        const [attempt] = await batches.attempts(work.batchId);
        expect(attempt?.sentCount ?? 0, `paused at ${pausedAt}`).toBe(0);
        await command(batch, 'resume');
        expect(await workPausedAt(work, 0)).toBe('done');
      }
      expect(await batches.get(work.batchId)).toMatchObject({ status: 'accepted' });
      expect((await batches.attempts(work.batchId)).map(({ sentCount }) => sentCount)).toEqual([1]);
    }
  });
});
