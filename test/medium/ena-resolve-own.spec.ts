// A request left unclear is settled by hand: by another curator than its depositor, record by record, and not without a look
// at ENA.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { taskRun } from '../factories/task-run.ts';
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

const { run } = taskRun();

/** A request that is at ENA, and of which nobody here knows the answer. */
async function unclear(depositor: Desk, samples = 1) {
  const approved = await approve(depositor, curator, await depositor.draft(samples));
  const { id: batchId } = await batches.send(await batches.create(approved));
  const work = { batchId, submissionId: approved.id };
  await expect(app.get(EnaSend).run(work, run)).rejects.toThrow(Postponed);
  for (const table of ['ena_attempts', 'ena_batch_items', 'ena_batches'])
    await app
      .get(DataSource)
      .query(
        `UPDATE ${table} SET status = 'attention' WHERE ${table === 'ena_batches' ? 'id' : 'batch_id'} = $1`,
        [batchId],
      );
  await app.get(DataSource).query(`UPDATE tasks SET state = 'done' WHERE name = 'ena.send'`);
  const [attempt] = await batches.attempts(batchId);
  return { work, attempt: attempt!, batch: await batches.get(batchId) };
}

/** What ENA has of the batch's records, as a person would write it down. */
async function atEna(batchId: string) {
  const items = await batches.items(batchId);
  await expect
    .poll(async () => (await sandbox.objects()).map(({ alias }) => alias), { timeout: 60_000 })
    .toContain(items.at(-1)?.enaAlias);
  const objects = await sandbox.objects();
  return items.map(({ enaAlias: alias, type }) => {
    const { accession = '', external } = objects.find((object) => object.alias === alias) ?? {};
    return { alias, accession, ...(type === 'sample' && { biosample: external?.accession ?? '' }) };
  });
}

describe('the accessions that a curator gives', () => {
  const settle = (attempt: { id: string }, version: number, body: object) =>
    app.request('POST', `ena/attempts/${attempt.id}/resolve`, {
      as: curator.as,
      ifMatch: version,
      body: { outcome: 'registered', reason: 'The helpdesk wrote', ...body },
    });

  it('are taken only after a look at ENA, or said to be unchecked', async () => {
    const { work, attempt, batch } = await unclear(both);
    const accessions = await atEna(work.batchId);
    await sandbox.fail({ kind: 'error_before', on: 'read-back', count: 20 });
    const down = await settle(attempt, batch.version, { accessions });
    expect(down).toMatchObject({ status: 503, body: { code: 'ena.not_checked' } });
    expect(await batches.get(work.batchId)).toEqual(batch);
    const taken = await settle(attempt, batch.version, { accessions, unchecked: true });
    await sandbox.heal();
    expect(taken).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const [logged] = await app
      .get(DataSource)
      .query(`SELECT body FROM audit_events WHERE root_id = $1 AND action = 'ena_attempt.resolve'`, [
        work.batchId,
      ]);
    expect(logged.body).toContain('"unchecked":true');
  });

  it('are of what was sent: neither another record of ours nor other contents', async () => {
    const one = await unclear(both);
    const other = await unclear(both);
    const [project, sample] = await atEna(one.work.batchId);
    const [, foreign] = await atEna(other.work.batchId);
    const answer = await settle(one.attempt, one.batch.version, {
      accessions: [project, { ...foreign, alias: sample?.alias }],
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'accessions.1' }] } });
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors[0].message).toMatch(/has the alias/);
    const unknown = await settle(one.attempt, one.batch.version, {
      accessions: [{ ...sample, accession: 'ERS999999999' }],
    });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ path: 'accessions.0' }] } });
    const [attempt] = await batches.attempts(one.work.batchId);
    expect((await batches.answers(attempt!)).filter(({ asked }) => asked === 'read_back')).not.toEqual([]);
  });

  it('may be of some records; the others are found by a retry, and nothing is sent twice', async () => {
    const { work, attempt, batch } = await unclear(both, 3);
    const [project, first, ...others] = await atEna(work.batchId);
    expect(others).toHaveLength(2);
    const partly = okay(await settle(attempt, batch.version, { accessions: [project, first] }));
    expect(partly).toMatchObject({ status: 'attention', counts: { accepted: 2, attention: 2 } });
    expect((await batches.attempts(work.batchId))[0]).toMatchObject({
      status: 'attention',
      resolvedBy: null,
    });
    okay(await batches.command(partly, 'retry'));
    await app.get(EnaSend).run(work, run);
    expect(await batches.get(work.batchId)).toMatchObject({ status: 'accepted', counts: { accepted: 4 } });
    const attempts = await batches.attempts(work.batchId);
    expect(attempts.map(({ sentCount, status }) => [sentCount, status])).toEqual([[1, 'accepted']]);
  });
});

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
