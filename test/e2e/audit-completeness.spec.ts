// Nothing changes without its event: a recorder that the log knows nothing of notes every changed row of every table.
// Every spec file's database is looked at when it ends (../setup/database.ts); here it is shown that this sees something.
import { DataSource } from 'typeorm';
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { ReleaseService } from '../../server/src/accessions/release.service.ts';
import type { AuditEventView } from '../../server/src/audit/audit.contract.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { ExportLeavings } from '../../server/src/audit/exporting/export-leavings.service.ts';
import { DueExports } from '../../server/src/audit/exporting/schedule/due-exports.service.ts';
import { ReadsLog } from '../../server/src/audit/reads/reads-log.ts';
import { Housekeeping } from '../../server/src/platform/queue/housekeeping.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';
import {
  byHand,
  forgetChanges,
  recorded,
  unmatchedChanges,
  withoutEvents,
} from '../setup/change-recorder.ts';

const sandbox = useSandbox();
let ownerUrl = '';
const app = useApp({
  worker: true,
  env: (env) => {
    ownerUrl = env['DATABASE_MIGRATION_URL'] ?? '';
    return sandbox.start();
  },
});

let depositor: Desk;
let curator: Desk;
let admin: Person;
let auditor: Person;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  admin = await app.person('admin');
  auditor = await app.person('auditor');
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const country = 'geographic location (country and/or sea)';

it('a deposit on its way to ENA', async () => {
  const draft = await depositor.draft(3, { holdDate: inDays(20) });
  const [record] = await depositor.records(draft.id);
  if (!record) throw new Error('no record');
  okay(await depositor.patch(draft.id, record, { attributes: { [country]: { value: 'Norway' } } as never }));
  const submitted = await depositor.do(await depositor.get(draft.id), 'submit');
  const claimed = await curator.do(submitted, 'claim');
  const asked = await curator.do(claimed, 'request-changes', 'once more');
  const again = await depositor.upload(asked, sheet({ samples: samples(2) }));
  const resubmitted = await depositor.do(again, 'submit');
  const approved = await curator.do(await curator.do(resubmitted, 'claim'), 'approve', 'complete');
  const batches = new BatchDesk(app, curator.as);
  const batch = await batches.create(approved);
  await batches.send(batch);
  expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
  const clock = app.worker?.get(Clock);
  clock?.standAt(new Date(Date.now() + 30 * 86_400_000));
  expect(
    await app.worker
      ?.get(ReleaseService)
      .releaseDue()
      .finally(() => clock?.standAt(undefined)),
  ).toBeGreaterThan(0);
}, 120_000);

it('what is refused, withdrawn and taken up again', async () => {
  const rejected = await curator.do(
    await curator.do(await depositor.do(await depositor.draft(1), 'submit'), 'claim'),
    'reject',
    'not ours',
  );
  expect(rejected.status).toBe('rejected');
  const withdrawn = await depositor.do(
    await depositor.do(await depositor.draft(1), 'submit'),
    'withdraw',
    'a mistake',
  );
  expect(withdrawn.status).toBe('withdrawn');
});

it('people and their sessions', async () => {
  const body = { email: 'new@example.org', name: 'New', roles: ['depositor'], password: 'a-long-password-1' };
  const made = okay(await app.request('POST', 'users', { as: admin, body }), 201);
  const renamed = okay(
    await app.request('PATCH', `users/${made.id}`, {
      as: admin,
      ifMatch: made.version,
      body: { name: 'Renamed', reason: 'married' },
    }),
  );
  const roles = { roles: ['curator'], reason: 'joins' };
  okay(
    await app.request('PUT', `users/${made.id}/roles`, { as: admin, ifMatch: renamed.version, body: roles }),
  );
  const person = await app.signIn(body.email, body.password);
  await app.request('POST', 'auth/refresh', { headers: { cookie: person.cookie } });
  await app.request('DELETE', `users/${made.id}/sessions`, { as: admin });
  const again = await app.signIn(body.email, body.password);
  await app.request('POST', 'auth/logout', { headers: { cookie: again.cookie } });
  const wrong = { email: body.email, password: 'wrong-password-123' };
  expect((await app.request('POST', 'auth/login', { body: wrong })).status).toBe(401);
});

it('refusals, said so or hidden, once however often; and accounts that are opened', async () => {
  const { as } = depositor;
  const draft = await depositor.draft(1);
  const post = () => app.request('POST', 'users', { as, body: { email: 'x@example.org' } });
  for (let n = 0; n < 4; n++) expect((await post()).status).toBe(403);
  const hidden = await app.request('GET', `submissions/${draft.id}`, { as: curator.as });
  expect(hidden.status).toBe(404);
  expect((await app.request('GET', 'submissions/none', { as })).status).toBeLessThan(500);
  for (const reader of [admin, as]) okay(await app.request('GET', `users/${as.id}`, { as: reader })); // one's own is nobody's concern
  await app.get(ReadsLog).flush(true);
  const refused = okay(
    await app.request('GET', 'audit/events?action=access.refuse&limit=50', { as: auditor }),
  );
  const facts = (refused.items as AuditEventView[]).map(({ actor, target, root, facts: given }) => ({
    by: actor.id,
    target: `${target.type} ${target.id}`,
    root: root.id,
    ...given,
  }));
  expect(facts).toHaveLength(3);
  expect(facts).toEqual(
    expect.arrayContaining([
      {
        by: as.id,
        target: 'User any',
        root: as.id,
        action: 'create',
        code: 'access.denied',
        saidNotFound: false,
      },
      expect.objectContaining({ by: as.id, target: 'User any', again: 3 }),
      {
        by: curator.as.id,
        target: `Submission ${draft.id}`,
        root: curator.as.id,
        action: 'read',
        code: 'submission.not_found',
        saidNotFound: true,
      },
    ]),
  );
  const opened = okay(await app.request('GET', 'audit/events?action=user.open', { as: auditor }));
  expect(opened.items).toMatchObject([{ actor: { id: admin.id }, target: { id: as.id, label: as.name } }]);
});

it('the log itself: exports and verifications', async () => {
  expect((await app.request('GET', 'audit/export?format=csv', { as: auditor })).status).toBe(200);
  okay(await app.request('POST', 'audit/exports', { as: auditor, body: { format: 'jsonl' } }), 201);
  okay(await app.request('POST', 'audit/verification', { as: auditor }), 202);
  await eventually(async () => {
    const { body } = await app.request('GET', 'audit/verification', { as: auditor });
    return body.last?.state === 'passed';
  }, 60);
});

it('what is done in the background: exports that are kept, the schedule, an erasure', async () => {
  const body = { format: 'jsonl', delivery: 'job', filter: { action: 'user.create' } };
  const { exportId } = okay(await app.request('POST', 'audit/exports', { as: auditor, body }), 201);
  const stateOf = async () =>
    okay(await app.request('GET', `audit/exports/${exportId}`, { as: auditor })).state as string;
  await eventually(async () => (await stateOf()) === 'complete', 60);
  const { url } = okay(await app.request('POST', `audit/exports/${exportId}/links`, { as: auditor }), 201);
  expect((await app.request('GET', url)).status).toBe(200);
  const daily = { isOn: true, format: 'jsonl', compression: 'gzip' };
  const schedule = okay(
    await app.request('PUT', 'audit/export-schedules/daily', { as: admin, ifMatch: 1, body: daily }),
  );
  const clock = app.worker?.get(Clock);
  clock?.standAt(new Date(schedule.nextAt));
  await app.worker
    ?.get(DueExports)
    .request()
    .finally(() => clock?.standAt(undefined));
  const scheduled = async (): Promise<{ state: string }[]> =>
    okay(await app.request('GET', 'audit/exports?origin=schedule', { as: auditor })).items;
  await eventually(async () => {
    const all = await scheduled();
    return all.length > 0 && all.every(({ state }) => state === 'complete');
  }, 60);
  const person = await app.person('support');
  const asked = { as: admin, ifMatch: 1, body: { reason: 'asked for it' } };
  const { id } = okay(await app.request('POST', `users/${person.id}/erasure`, asked), 202);
  await app.worker?.get(PersonalValues).erase(id, { fence: () => Promise.resolve() });
  expect(okay(await app.request('GET', `users/${person.id}/erasure`, { as: auditor })).state).toBe('done');
  await app.worker?.get(ExportLeavings).expire();
  expect(await stateOf()).toBe('expired');
});

it('documents that went to ENA, and who had no business with a token', async () => {
  const [attempt]: { id: string; batch: string }[] = await app
    .get(DataSource)
    .query('SELECT id, batch_id AS batch FROM ena_attempts LIMIT 1');
  if (!attempt) throw new Error('nothing was sent');
  const [answer] = okay(
    await app.request('GET', `ena/attempts/${attempt.id}/answers`, { as: auditor }),
  ).items;
  const documents = [
    `attempts/${attempt.id}/payload`,
    `attempts/${attempt.id}/receipt`,
    `answers/${answer.id}/document`,
  ];
  for (const path of documents) okay(await app.request('GET', `ena/${path}`, { as: auditor }));
  const { items } = okay(
    await app.request('GET', 'audit/events?action=ena_attempt.download', { as: auditor }),
  );
  expect(
    (items as AuditEventView[]).map(({ actor, target, root, facts }) => [
      actor.id,
      target.id,
      root.id,
      facts['document'],
    ]),
  ).toEqual(['answer', 'receipt', 'payload'].map((which) => [auditor.id, attempt.id, attempt.batch, which]));

  const person = await app.person('support');
  okay(await app.request('DELETE', `users/${person.id}/sessions`, { as: admin }), 204);
  const [head = '', claims = '', signature = ''] = person.token.split('.');
  const forged = [head, claims, signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))].join('.');
  const me = async (token: string) => (await app.request('GET', 'me', { as: { token } })).status;
  expect([await me(forged), await me(forged), await me('x')]).toEqual([401, 401, 401]);
  await eventually(async () => (await me(person.token)) === 401); // who came in a moment ago is remembered for another
  const gone = 'audit/export-links/' + 'a'.repeat(43);
  expect((await app.request('GET', gone)).status).toBe(404);
  const stale = { cookie: person.cookie };
  expect((await app.request('POST', 'auth/refresh', { headers: stale })).status).toBe(401);
  expect((await app.request('GET', 'me')).status).toBe(401); // who shows nothing is only asked to sign in
  await app.get(ReadsLog).flush(true);
  const refused = okay(await app.request('GET', 'audit/events?action=auth.token_refused', { as: auditor }));
  const told = (refused.items as AuditEventView[]).map(({ actor, target, root, facts }) => ({
    by: actor.id,
    of: `${target.type} ${target.id === 'unknown' ? 'unknown' : root.id}`,
    ...facts,
  }));
  const nobody = { by: 'sign-in', of: 'User unknown' };
  expect(told).toEqual(
    expect.arrayContaining([
      { ...nobody, token: 'access', because: 'not one of ours' },
      expect.objectContaining({ ...nobody, token: 'access', because: 'not one of ours', again: 2 }),
      { by: 'sign-in', of: `Session ${person.id}`, token: 'access', because: 'session is over' },
      { ...nobody, token: 'download link', because: 'unknown or over' },
      { by: 'sign-in', of: `Session ${person.id}`, token: 'refresh', because: 'unknown or over' },
    ]),
  );
});

it('what has become old and is cleared away', async () => {
  const [old] = await app
    .get(DataSource)
    .query(`SELECT id FROM audit_exports WHERE state = 'expired' LIMIT 1`);
  await byHand(ownerUrl, `UPDATE audit_exports SET requested_at = now() - interval '91 days' WHERE id = $1`, [
    old.id,
  ]);
  await byHand(
    ownerUrl,
    `INSERT INTO mails (id, recipient, subject, text, html, about_type, about_id, state, created_at)
     VALUES (gen_random_uuid(), 'x@example.org', 's', 't', 'h', 'X', 'x', 'sent', now() - interval '91 days')`,
  );
  await app.worker?.get(ExportLeavings).forget();
  await app.worker?.get(Housekeeping).run();
  expect(await app.get(DataSource).query(`SELECT FROM mails WHERE about_type = 'X'`)).toEqual([]);
  const { items } = okay(
    await app.request('GET', 'audit/events?action=audit.export_forget', { as: auditor }),
  );
  expect((items as AuditEventView[]).map(({ target }) => target.id)).toEqual([old.id]);
});

it('leaves no changed row without an event', async () => {
  await eventually(
    async () =>
      (
        await app
          .get(DataSource)
          .query(`SELECT FROM tasks WHERE state = 'running' OR (state = 'ready' AND run_at <= now())`)
      ).length === 0,
    60,
  );
  const seen = await recorded(ownerUrl);
  expect(seen.tables).toEqual(
    expect.arrayContaining([
      'users',
      'submissions',
      'records',
      'revisions',
      'accessions',
      'ena_batches',
      'checklists',
    ]),
  );
  expect(seen.changes).toBeGreaterThan(50);
  expect(seen.actions.length).toBeGreaterThan(15);
  expect(await unmatchedChanges(ownerUrl)).toEqual([]);
});

it('would be told of one', async () => {
  const database = app.get(DataSource);
  await database.query(`UPDATE users SET name = name || '!' WHERE id = $1`, [depositor.as.id]);
  expect(await unmatchedChanges(ownerUrl)).toEqual([
    {
      table: 'users',
      operation: 'UPDATE',
      columns: ['name'],
      rows: 1,
      row: depositor.as.id,
      transaction: expect.stringMatching(/^\d+$/),
      why: 'no event in its transaction',
    },
  ]);
  await forgetChanges(ownerUrl, 'users');
});

it('knows every table that it leaves out', async () => {
  const tables: { name: string }[] = await app
    .get(DataSource)
    .query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
  const names = new Set(tables.map(({ name }) => name));
  expect(Object.keys(withoutEvents).filter((name) => !names.has(name))).toEqual([]);
});
