// Whoever asks for something finds in the log what the product did of it for them, and nothing else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { AuditEventView } from '../../server/src/audit/audit.contract.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { VerificationsService } from '../../server/src/audit/verification/verifications.service.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { allSealed, verified } from '../factories/audit-verified.ts';
import { eventually } from '../factories/eventually.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
import { everyPage } from '../factories/pages.ts';
import { RequestDesk } from '../factories/requests.ts';
import { noReports, useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { today } from '../factories/today.ts';
import { type Person, useApp } from '../setup/app.ts';

const sandbox = useSandbox(noReports);
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
const erasing = Erasing.use(app);
const folder = mkdtempSync(join(tmpdir(), 'seqdb-behalf-'));
afterAll(() => rmSync(folder, { recursive: true }));

const people: Record<'sender' | 'holder' | 'auditor' | 'admin' | 'erased', string> = {
  sender: '',
  holder: '',
  auditor: '',
  admin: '',
  erased: '',
};
let holder: Person;
let reference = '';
let accession = '';
let requestId = '';
let submissionId = '';

const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const found = (filter: Record<string, string>): Promise<AuditEventView[]> =>
  everyPage<AuditEventView>(app, `audit/events?${new URLSearchParams(filter)}`, erasing.auditor);
const actionsOf = async (filter: Record<string, string>) =>
  [...new Set((await found(filter)).map(({ action }) => action))].sort();

/** Has the worker erase somebody, without the grace after the request. */
async function erase(person: Person): Promise<void> {
  const { status, body } = await erasing.erase(person);
  expect(status).toBeLessThan(300);
  const { id } = body;
  await query(`UPDATE tasks SET run_at = now() WHERE payload ->> 'erasureId' = $1 AND state = 'ready'`, [id]);
  await eventually(async () => (await erasing.erasureOf(person)).state === 'done', 100);
}

beforeAll(async () => {
  await seedChecklists(app.api);
  const depositor = new Desk(app, await app.person('depositor'));
  const sender = new Desk(app, await app.person('curator'));
  holder = await app.person('curator');
  const submission = await approve(depositor, sender, await depositor.draft(1));
  ({ id: submissionId, reference } = submission);
  accession = submission.accession ?? '';
  await new LifecycleBench(app, sandbox, sender.as).register(submission);
  const request = await new RequestDesk(app, holder).done(accession, 'hold', {
    holdDate: `${new Date().getUTCFullYear() + 1}-11-30`,
  });
  requestId = request.id;
  await verified(app, erasing.auditor);
  const erased = await app.person('depositor');
  await erase(erased);
  Object.assign(people, {
    sender: sender.as.id,
    holder: holder.id,
    auditor: erasing.auditor.id,
    admin: erasing.admin.id,
    erased: erased.id,
  });
});

it.each([
  ['ena_attempt.accepted', 'sender'],
  ['submission.register_at_ena', 'sender'],
  ['ena_batch.finish', 'sender'],
  ['accession.hold', 'holder'],
  ['ena_request.done', 'holder'],
  ['user.erase', 'admin'],
] as const)('%s is on behalf of the %s, who asked for it', async (action, who) => {
  const id = people[who];
  const all = await found({ action });
  expect(all.map(({ actor, onBehalfOf }) => [actor.type, onBehalfOf?.id])).toEqual(
    all.map(() => ['system', id]),
  );
  expect(all.length).toBeGreaterThan(0);
  expect(await actionsOf({ onBehalfOf: id })).toContain(action);
  for (const other of Object.values(people).filter((each) => each !== id))
    expect(await actionsOf({ onBehalfOf: other })).not.toContain(action);
});

it('finds them by the name of who asked', async () => {
  expect(await actionsOf({ q: `behalf:${holder.email}` })).toEqual(
    await actionsOf({ onBehalfOf: people.holder }),
  );
});

it('is on nobody’s behalf if only the clock asked for it', async () => {
  const night = today();
  const runs = () =>
    query<{ id: string; state: string }>(`SELECT id, state FROM audit_verifications WHERE night = $1`, [
      night,
    ]);
  await app.get(VerificationsService).requestNightly(night);
  await eventually(async () => (await runs())[0]?.state === 'passed');
  const [{ id = '' } = {}] = await runs();
  const events = await found({ record: id });
  expect(events.map(({ action }) => action).sort()).toEqual([
    'audit.verification',
    'audit.verification_request',
  ]);
  expect(events.map(({ onBehalfOf }) => onBehalfOf)).toEqual([null, null]);
});

it('has what was asked of ENA for a record in the histories of its submission and of the record', async () => {
  const expected = ['ena_request.create', 'ena_request.done'];
  const about = async (record: string) =>
    (await found({ record }))
      .filter(({ target }) => target.id === requestId)
      .map(({ action }) => action)
      .sort();
  for (const record of [reference, submissionId, accession]) expect(await about(record)).toEqual(expected);
  expect(await about(requestId)).toEqual(expected);
});

it('has there also what former releases logged under the accession', async () => {
  const [{ id = '' } = {}] = await query<{ id: string }>(
    `INSERT INTO ena_requests (id, kind, status, environment, submission_id, accession, hold_date, reason, created_by, created_at, finished_at)
     SELECT gen_random_uuid(), kind, status, environment, submission_id, accession, hold_date, reason, created_by, now(), now()
       FROM ena_requests WHERE id = $1 RETURNING id`,
    [requestId],
  );
  await app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(tx, systemActor('ena'), {
      action: 'ena_request.create',
      target: { type: 'EnaRequest', id, label: 'REQ-000099' },
      root: { type: 'Accession', id: accession },
    }),
  );
  for (const record of [reference, submissionId, accession])
    expect((await found({ record })).filter(({ target }) => target.id === id)).toHaveLength(1);
});

it('goes with who asked when they are erased, and no verification minds', async () => {
  await erase(holder);
  const events = await found({ onBehalfOf: people.holder });
  expect(events.length).toBeGreaterThan(1);
  for (const { onBehalfOf } of events) expect(onBehalfOf?.name).toMatch(/^\[erased on /);
  expect(await erasing.valuesOf({ id: people.holder })).toBe(0);

  // Something that they had asked for comes to its end long after.
  await app.get(UnitOfWork).run(async (tx) => {
    tx.askedBy = people.holder;
    await app.get(AuditLog).record(tx, systemActor('ena'), {
      action: 'ena_request.done',
      target: { type: 'EnaRequest', id: requestId, label: 'REQ-000001' },
      root: { type: 'Submission', id: submissionId },
    });
  });
  await allSealed(app);
  expect(await erasing.valuesOf({ id: people.holder })).toBe(0);
  expect(await verified(app, erasing.auditor)).toMatchObject({ state: 'passed' });
  for (const format of ['jsonl', 'csv']) {
    const path = join(folder, `log.${format}`);
    writeFileSync(
      path,
      okay(await app.request('GET', `audit/export?format=${format}`, { as: erasing.auditor })),
    );
    expect(await verifyExport(path)).toMatchObject({ flaw: null });
  }
});
