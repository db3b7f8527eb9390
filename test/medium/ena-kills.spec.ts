// A worker that is killed between any two steps on the way to ENA: the next one goes on, and everything is registered
// once. A dead worker writes nothing more, so each of its steps is made to fail from the n-th on.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaCheck } from '../../server/src/ena/batches/checks/check.service.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { Killed, mortal, workOn } from '../factories/task-run.ts';
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
  const approved = await approve(depositor, curator, await depositor.draft(2));
  const batch = await batches.send(await batches.create(approved));
  return { batchId: batch.id, submissionId: approved.id };
}

/** Works until the job is done, or until the given step, at which the worker dies. @returns the steps it took */
const workUntil = async (work: Work, diesAt = Number.POSITIVE_INFINITY): Promise<number> =>
  (await workOn((run) => app.get(EnaSend).run(work, run), { diesAt })).steps;

async function expectRegisteredOnce({ batchId, submissionId }: Work): Promise<void> {
  expect(await batches.get(batchId)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
  const { accession } = await depositor.get(submissionId);
  const records = await depositor.records(submissionId);
  const objects = await sandbox.objects();
  for (const alias of [accession, ...records.map((record) => record.accession)])
    expect(objects.filter((object) => object.alias === alias)).toHaveLength(1);
  expect(records.flatMap(({ external }) => external)).toHaveLength(4);
  const [attempt, ...others] = await batches.attempts(batchId);
  expect(others).toEqual([]);
  const sent = (await sandbox.requests()).filter(({ sha256 }) => sha256 === attempt?.payloadSha256);
  expect(sent.length).toBeLessThanOrEqual(2);
  const logged = await app
    .get(DataSource)
    .query(
      `SELECT action, count(*)::int FROM audit_events WHERE root_id = ANY($1) AND action ~ '^ena|register' GROUP BY 1 ORDER BY 1`,
      [[batchId, submissionId]],
    );
  expect(logged).toEqual(
    [
      'ena_attempt.accepted',
      'ena_batch.create',
      'ena_batch.finish',
      'ena_batch.send',
      'submission.register_at_ena',
    ].map((action) => ({ action, count: 1 })),
  );
}

describe('a killed worker', () => {
  it('at any step, and its successor at any step, too', async () => {
    const whole = await sending();
    const steps = await workUntil(whole);
    await expectRegisteredOnce(whole);
    expect(steps).toBeGreaterThan(5);
    for (let first = 1; first <= steps; first++) {
      const work = await sending();
      await workUntil(work, first);
      await workUntil(work, 1 + (first % 4));
      await workUntil(work);
      await expectRegisteredOnce(work);
    }
  });
});

describe('a worker that is killed while it checks a batch', () => {
  /** A batch of two submissions whose check has begun. */
  async function checking(): Promise<{ batchId: string; round: number }> {
    const both = [
      await approve(depositor, curator, await depositor.draft(1)),
      await approve(depositor, curator, await depositor.draft(1)),
    ];
    const batch = await batches.create(...both);
    const ask = { as: curator.as, ifMatch: batch.version, body: {} };
    okay(await app.request('POST', `ena/batches/${batch.id}/validate`, ask));
    return { batchId: batch.id, round: 1 };
  }

  it('at any step leaves what the next one goes on with, and nothing is registered', async () => {
    const before = await sandbox.objects();
    const whole = mortal();
    await app.get(EnaCheck).run(await checking(), whole.run);
    expect(whole.steps()).toBeGreaterThan(4);
    for (let at = 1; at <= whole.steps(); at++) {
      const work = await checking();
      await expect(app.get(EnaCheck).run(work, mortal(at).run)).rejects.toThrow(Killed);
      expect(await batches.get(work.batchId)).toMatchObject({ status: 'checking' });
      await app.get(EnaCheck).run(work, mortal().run);
      // One that comes late, of the same check or of an earlier one, changes nothing.
      const checked = await batches.get(work.batchId);
      expect(checked).toMatchObject({ status: 'checked', checks: { unchecked: 0, passed: 2, failed: 0 } });
      for (const round of [0, 1, 2]) await app.get(EnaCheck).run({ ...work, round }, mortal().run);
      expect(await batches.get(work.batchId)).toEqual(checked);
    }
    expect(await sandbox.objects()).toEqual(before);
  });

  it('for good leaves a batch that is checked anew, and nothing of the old check counts any more', async () => {
    const work = await checking();
    const validate = async () => {
      const { version } = await batches.get(work.batchId);
      const ask = { as: curator.as, ifMatch: version, body: {} };
      return app.request('POST', `ena/batches/${work.batchId}/validate`, ask);
    };
    expect(await validate()).toMatchObject({ status: 409, body: { code: 'ena.under_way' } });
    await expect(app.get(EnaCheck).run(work, mortal(4).run)).rejects.toThrow(Killed);
    await app
      .get(DataSource)
      .query(`UPDATE tasks SET state = 'failed' WHERE name = 'ena.check' AND payload ->> 'batchId' = $1`, [
        work.batchId,
      ]);
    expect(await batches.get(work.batchId)).toMatchObject({ status: 'checking', isUnderWay: false });
    expect(okay(await validate())).toMatchObject({
      status: 'checking',
      isUnderWay: true,
      checks: { unchecked: 2, passed: 0, failed: 0 },
    });
    await app.get(EnaCheck).run(work, mortal().run);
    expect(await batches.get(work.batchId)).toMatchObject({ status: 'checking', checks: { unchecked: 2 } });
    await app.get(EnaCheck).run({ ...work, round: 2 }, mortal().run);
    expect(await batches.get(work.batchId)).toMatchObject({ status: 'checked', checks: { passed: 2 } });
  });
});

describe('what ENA answered', () => {
  it('can be added to and read, never changed or taken away', async () => {
    const work = await sending();
    await workUntil(work);
    const database = app.get(DataSource);
    const count = () => database.query('SELECT count(*)::int FROM ena_answers');
    const before = await count();
    for (const sql of [
      `UPDATE ena_answers SET meaning = 'accepted'`,
      'DELETE FROM ena_answers',
      'TRUNCATE ena_answers',
    ])
      await expect(database.query(sql), sql).rejects.toThrow(/permission denied/);
    expect(await count()).toEqual(before);
    const [attempt] = await batches.attempts(work.batchId);
    expect((await batches.answers(attempt!)).map(({ asked, meaning }) => `${asked} ${meaning}`)).toEqual([
      'submit queued',
      'poll accepted',
    ]);
  });
});
