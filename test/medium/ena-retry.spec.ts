// What a curator's retry sends once more, and what it leaves as it is.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaAttempts } from '../../server/src/ena/sending/attempts.service.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: what waits stays so. */
const app = useApp({ env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

const query = (sql: string, parameters: unknown[]) => app.get(DataSource).query(sql, parameters);

/** A batch of a project and its samples, all refused by ENA. */
async function refused(samples: number) {
  const submission = await approve(depositor, curator, await depositor.draft(samples));
  const batch = await batches.create(submission);
  await query(`UPDATE ena_batches SET status = 'refused' WHERE id = $1`, [batch.id]);
  await query(`UPDATE ena_batch_items SET status = 'failed', message = 'Said ENA' WHERE batch_id = $1`, [
    batch.id,
  ]);
  const records = await depositor.records(submission.id);
  return { batch, submission, accessions: records.map(({ accession }) => accession ?? '') };
}

async function openRequest(submissionId: string, accession: string, environment = 'sandbox') {
  const [{ id }] = await query(
    `INSERT INTO ena_requests (id, kind, status, environment, submission_id, accession, reason, created_by, created_at)
     VALUES (gen_random_uuid(), 'cancel', 'requested', $4, $1, $2, 'Not wanted', $3, now()) RETURNING id`,
    [submissionId, accession, curator.as.id, environment],
  );
  await query(
    `INSERT INTO ena_request_objects (request_id, accession, position, role, type, environment) VALUES ($1, $2, 1, 'target', 'sample', $3)`,
    [id, accession, environment],
  );
}

describe('a retry', () => {
  it('leaves alone what was withdrawn since or is asked for, and says why', async () => {
    const { batch, submission, accessions } = await refused(4);
    const [gone, hidden, asked, elsewhere] = accessions as [string, string, string, string];
    await query(`UPDATE accessions SET status = 'withdrawn' WHERE accession = $1`, [gone]);
    await query(`UPDATE accessions SET status = 'suppressed' WHERE accession = $1`, [hidden]);
    await openRequest(submission.id, asked);
    await openRequest(submission.id, elsewhere, 'production');
    okay(await batches.command(batch, 'retry'));
    const items = new Map((await batches.items(batch.id)).map((item) => [item.accession, item]));
    expect(items.get(submission.accession ?? '')).toMatchObject({ status: 'waiting', message: null });
    expect(items.get(elsewhere)).toMatchObject({ status: 'waiting', message: null });
    const left = [
      [gone, 'is withdrawn'] as const,
      [hidden, 'is suppressed'] as const,
      [asked, 'a request'] as const,
    ];
    for (const [accession, why] of left)
      expect(items.get(accession)).toMatchObject({
        status: 'failed',
        message: expect.stringContaining(why),
      });
  });

  it('does not make a request look as if it had been sent less often', async () => {
    const { batch, submission } = await refused(1);
    await query(
      `INSERT INTO ena_attempts (id, batch_id, submission_id, number, status, submission_alias, payload_sha256, payload_bytes, created_at, sent_at, sent_count)
       VALUES (gen_random_uuid(), $1, $2, 1, 'attention', 'seqdb-again', repeat('0', 64), 1, now(), now(), 3)`,
      [batch.id, submission.id],
    );
    await query(`UPDATE ena_batches SET status = 'attention' WHERE id = $1`, [batch.id]);
    const sent = async () => (await batches.attempts(batch.id)).map(({ sentCount, via }) => [sentCount, via]);
    expect(await sent()).toEqual([[3, 'rest']]);
    okay(await batches.command(await batches.get(batch.id), 'retry'));
    expect(await sent()).toEqual([[3, 'rest']]);
    // And yet it may be sent anew: the last of them counts for those without a person.
    const attempts = app.get(EnaAttempts);
    const [{ id }] = await query(`SELECT id FROM ena_attempts WHERE batch_id = $1`, [batch.id]);
    expect(await attempts.get(attempts.reader, id)).toMatchObject({ sentCount: 3, sentLately: 1 });
  });

  it('of nothing but these is refused', async () => {
    const { batch, submission, accessions } = await refused(1);
    await query(`UPDATE accessions SET status = 'withdrawn' WHERE accession = ANY($1)`, [
      [...accessions, submission.accession],
    ]);
    expect(await batches.command(batch, 'retry')).toMatchObject({
      status: 409,
      body: { code: 'ena.nothing_to_send' },
    });
  });
});
