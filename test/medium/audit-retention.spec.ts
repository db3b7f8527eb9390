// Months leave the change log, oldest first: archived, stated, dropped, and told. What is held stays.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { ArchiveLeavings } from '../../server/src/audit/retention/archive-leavings.service.ts';
import { ArchiveStore } from '../../server/src/audit/retention/archive-store.ts';
import { MonthLeaving } from '../../server/src/audit/retention/month-leaving.ts';
import { MonthsToLeave } from '../../server/src/audit/retention/months-to-leave.ts';
import { hashOfNote, monthAfter, readRetained } from '../../server/src/audit/archive/retained-month.ts';
import { RetentionRuns } from '../../server/src/audit/retention/retention-runs.service.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { madeRoomFor } from '../factories/audit-room.ts';
import { eventually } from '../factories/eventually.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const log = useLeavingLog(app);
const { query, sealed } = log;
const folder = mkdtempSync(join(tmpdir(), 'seqdb-retention-'));
afterAll(() => rmSync(folder, { recursive: true }));

const thisMonth = monthOfFile();
/** The oldest first; the last of them is the oldest that has to stay. */
const months = [-5, -4, -3, -2].map((by) => monthAfter(thisMonth, by));
const [first = '', second = '', third = '', stays = ''] = months;

const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: randomUUID(),
  name: 'Ada Lovelace',
  roles: ['curator'],
  origin: { requestId: 'req-ada', address: '192.0.2.7', client: 'browser' },
};
const subject = randomUUID();
/** Writes events as if it were then. @returns their ids */
async function wrote(month: string, count: number, target = subject): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    app.get(Clock).standAt(new Date(`${month}-15T10:00:0${n}Z`));
    ids.push(
      await app.get(UnitOfWork).run((tx) =>
        app.get(AuditLog).record(tx, ada, {
          action: 'submission.update',
          target: { type: 'Submission', id: target, label: personal('Potato', ada.id) },
          reason: 'a reason of hers',
        }),
      ),
    );
  }
  app.get(Clock).standAt(undefined);
  return ids;
}

let auditor: Person;
let admin: Person;
const written: Record<string, string[]> = {};
beforeAll(async () => {
  await log.begin(months);
  [auditor, admin] = [await app.person('auditor'), await app.person('admin')];
  for (const [index, month] of months.entries()) {
    written[month] = await wrote(month, index + 2);
    if (index > 0) await sealed(); // the first two share a segment, perhaps
  }
});

const state = async (as = auditor) => (await app.request('GET', 'audit/retention', { as })).body;
const worker = <T>(token: new (...args: never[]) => T): T => {
  if (!app.worker) throw new Error('no worker');
  return app.worker.get(token as never);
};
const failuresOf = (id = '') =>
  query<{ facts: object }>(
    `SELECT body::json -> 'facts' AS facts FROM audit_events WHERE action = 'audit.retention_failed' AND target_id = $1`,
    [id],
  );
const lift = (hold: { id: string; version: number }, as = auditor) =>
  app.request('POST', `audit/holds/${hold.id}/lift`, { as, ifMatch: hold.version, body: { reason: 'over' } });
const setHold = async (body: object, as = auditor) =>
  app.request('POST', 'audit/holds', { as, body: { reason: 'a court asked', ...body } });

describe('a legal hold', () => {
  it('is set, listed and lifted with its reasons, each with its event', async () => {
    const { status, body: hold } = await setHold({ kind: 'submission', name: subject });
    expect([status, hold.kind, hold.targetId, hold.setBy, hold.reason, hold.liftedAt]).toEqual([
      201,
      'submission',
      subject,
      auditor.id,
      'a court asked',
      null,
    ]);
    const { body: page } = await app.request('GET', 'audit/holds?state=standing', { as: admin });
    expect(page.items.map(({ id }: { id: string }) => id)).toEqual([hold.id]);
    expect(await state()).toMatchObject({
      months: app.get(MonthsToLeave).kept,
      oldestMonth: first,
      next: { month: first, standing: 'held', holds: [hold.id] },
    });
    expect(await log.run()).toMatchObject({ state: 'done', months: [] });
    expect(
      (await app.request('POST', `audit/holds/${hold.id}/lift`, { as: auditor, body: { reason: 'x' } }))
        .status,
    ).toBe(428);
    const { status: lifted, body } = await lift(hold);
    expect([lifted, body.liftedBy, body.liftReason, body.version]).toEqual([200, auditor.id, 'over', 2]);
    expect((await lift(hold)).status).toBe(412);
    expect((await lift(body)).body.code).toBe('audit_hold.lifted');
    const events = await query<{ action: string }>(
      'SELECT action FROM audit_events WHERE target_id = $1 ORDER BY id',
      [hold.id],
    );
    expect(events.map(({ action }) => action)).toEqual(['audit.hold', 'audit.hold_lift']);
  });

  it('is lifted by who set it or an admin, and nobody else sets or sees one', async () => {
    const other = await app.person('auditor');
    const { body: hold } = await setHold({ kind: 'period', since: `${first}-10`, until: `${second}-01` });
    expect((await lift(hold, other)).status).toBe(403);
    expect((await state()).next.standing).toBe('held');
    expect((await lift(hold, admin)).status).toBe(200);
    for (const role of ['curator', 'support', 'depositor'] as const) {
      const person = await app.person(role);
      expect(
        (await setHold({ kind: 'period', since: '2026-01-01', until: '2026-01-02' }, person)).status,
      ).toBe(403);
      for (const path of ['audit/holds', 'audit/retention', 'audit/retention/months'])
        expect((await app.request('GET', path, { as: person })).status).toBe(403);
    }
  });

  it.each([
    { kind: 'period' },
    { kind: 'period', since: '2026-02-02', until: '2026-02-01' },
    { kind: 'period', since: '2026-02-02', until: '2026-02-30' },
    { kind: 'period', name: 'x', since: '2026-02-01', until: '2026-02-02' },
    { kind: 'record' },
    { kind: 'record', name: 'SUB-999999999' },
    { kind: 'record', name: 'a\0b' },
    { kind: 'person', name: 'nobody@example.org' },
    { kind: 'person', name: randomUUID(), since: '2026-02-01' },
    { kind: 'everything', name: 'x' },
    { kind: 'period', since: '2026-02-01', until: '2026-02-02', reason: ' ' },
  ])('that makes no sense is refused: %j', async (body) => {
    expect((await setHold(body)).status).toBe(422);
  });

  it('on a person refuses their erasure while it stands', async () => {
    const person = await app.person('depositor');
    const { body: hold } = await setHold({ kind: 'person', name: person.email });
    expect(hold).toMatchObject({ targetId: person.id, name: null });
    const erase = async () => {
      const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
      return app.request('POST', `users/${person.id}/erasure`, {
        as: admin,
        ifMatch: body.version,
        body: { reason: 'asked' },
      });
    };
    const refused = await erase();
    expect([refused.status, refused.body.code]).toEqual([409, 'erasure.held']);
    await lift(hold);
    expect((await erase()).status).toBe(202);
    expect((await setHold({ kind: 'person', name: person.id })).body.code).toBe('audit_hold.person_erased');
    const { body: again } = await app.request('GET', `audit/holds/${hold.id}`, { as: admin });
    expect([again.reason, again.liftReason]).toEqual(['[erased]', '[erased]']);
  });
});

describe('a month', () => {
  it.each(['DATABASE_URL', 'DATABASE_SEALER_URL'] as const)(
    'is dropped by nobody as long as it is not archived (%s)',
    async (name) => {
      const { Client } = await import('pg');
      const client = new Client({ connectionString: app.config[name] ?? '' });
      await client.connect();
      const drop = (month: string) => client.query('SELECT audit_drop_month($1, $2)', [month, randomUUID()]);
      await expect(drop(first)).rejects.toThrow(
        name === 'DATABASE_URL' ? /permission denied/ : /no archived month/,
      );
      await expect(drop(thisMonth)).rejects.toThrow(
        name === 'DATABASE_URL' ? /permission denied/ : /no archived month/,
      );
      for (const sql of [
        `UPDATE audit_retentions SET dropped_at = now()`,
        `DELETE FROM audit_retentions`,
        `TRUNCATE audit_retentions`,
        `DELETE FROM audit_holds`,
      ])
        await expect(client.query(sql)).rejects.toThrow(/permission denied/);
      await client.end();
    },
  );

  it('leaves in steps, each of which goes on where the one before stopped', async () => {
    const leaving = worker(MonthLeaving);
    const alone = { fence: () => Promise.resolve(), signal: new AbortController().signal };
    // Killed after the file had been put there and before it was told: it is put there again.
    await leaving.archive(first, alone);
    expect((await state()).next).toMatchObject({ month: first, standing: 'archived' });
    const [row] = await query<{
      id: string;
      note: string;
      seqs: string;
      sha256: string;
      bucket: string;
      object_key: string;
    }>('SELECT * FROM audit_retentions WHERE month = $1', [first]);
    const read = readRetained(app.get(LogKeys).origin, row?.note ?? '');
    expect(read?.stated).toMatchObject({ month: first, events: 2, previous: null, sha256: row?.sha256 });
    const [event] = await query<{ facts: { statement: string } }>(
      `SELECT body::json -> 'facts' AS facts FROM audit_events WHERE action = 'audit.archive' AND target_id = $1`,
      [first],
    );
    expect(event?.facts.statement).toBe(hashOfNote(row?.note ?? ''));
    await eventually(() => leaving.isTold(row?.id ?? ''));
    // Another event comes into the month: what was archived is no longer all of it.
    written[first]?.push(...(await wrote(first, 1)));
    await sealed();
    await expect(leaving.drop(first)).rejects.toThrow(
      /has (other events than were|events that were not) archived/,
    );
    expect((await state()).next).toMatchObject({ month: first, standing: 'due' });
    await leaving.archive(first, alone);
    await sealed();
    // A hold that is set now still keeps it.
    const { body: hold } = await setHold({ kind: 'submission', name: subject });
    await expect(leaving.drop(first)).rejects.toThrow(`month ${first} is held`);
    await lift(hold);
    await sealed();
    await expect(leaving.drop(second)).rejects.toThrow('no archived month');
    await leaving.drop(first);
    expect(await log.months()).not.toContain(first);
    // Killed before it could be told that it was dropped: told now, and once.
    expect(await leaving.tell(alone)).toEqual([first]);
    expect(await leaving.tell(alone)).toEqual([]);
    // What was archived before the other event came was of no use any more, and goes when the month has left by another.
    await worker(ArchiveLeavings).clear(alone);
    await expect(leaving.drop(first)).rejects.toThrow('is not the archive');
    await expect(madeRoomFor(app.config, [first])).rejects.toThrow('has left the change log');
  });

  it('that cannot be archived stays, and the log says that the run failed', async () => {
    const put = vi.spyOn(worker(ArchiveStore), 'put').mockRejectedValue(new Error('the bucket is full'));
    const failed = await log.run();
    expect(put).toHaveBeenCalledTimes(3);
    put.mockRestore();
    expect(failed).toMatchObject({ state: 'failed', says: 'the bucket is full', months: [] });
    expect(await failuresOf(failed?.id)).toEqual([{ facts: { outcome: 'failed' } }]);
    expect(await log.months()).toContain(second);
  });

  it('waits for who reads the log, and leaves with the next run; all that are due leave, and no other', async () => {
    const { Client } = await import('pg');
    const reader = new Client({ connectionString: app.config.DATABASE_URL });
    await reader.connect();
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT count(*) FROM audit_events');
    expect(await log.run()).toMatchObject({
      state: 'postponed',
      months: [],
      says: expect.stringContaining('somebody reads the change log'),
      reasons: { says: { code: 'log_is_read', params: { month: second } } },
    });
    await app.person('depositor'); // and nobody who writes was held up for good
    await reader.query('COMMIT');
    await reader.end();
    expect(await log.run()).toMatchObject({ state: 'done', months: [second, third] });
    // Without the months to come, one of which a worker makes when another begins.
    const past = (await log.months()).filter((month) => month <= monthAfter(thisMonth, 3));
    expect(past).toEqual([stays, ...[-1, 0, 1, 2, 3].map((by) => monthAfter(thisMonth, by))]);
    expect(await state()).toMatchObject({
      oldestMonth: stays,
      archivedMonths: 3,
      next: { month: stays, standing: 'young' },
      last: { months: [second, third] },
    });
    const { body: page } = await app.request('GET', 'audit/retention/months?limit=2', { as: auditor });
    expect(page.items.map(({ month }: { month: string }) => month)).toEqual([third, second]);
  });

  it('that has left is where the log says it is', async () => {
    const [id = ''] = written[second] ?? [];
    for (const path of [`audit/events/${id}`, `audit/events/${id}/proof`]) {
      const { status, body } = await app.request('GET', path, { as: auditor });
      expect([status, body.code, body.facts?.month]).toEqual([410, 'audit.archived', second]);
      expect(body.detail).toMatch(new RegExp(`archive/${second}-[\\da-f]{10}\\.jsonl\\.gz`));
    }
    expect((await app.request('GET', `audit/events/${randomUUID()}`, { as: auditor })).status).toBe(404);
    const { body: list } = await app.request(
      'GET',
      `audit/events?record=${subject}&action=submission.update`,
      { as: auditor },
    );
    expect(list.items).toHaveLength(5);
    expect(list.departed).toEqual([]);
    const [here = ''] = written[stays] ?? [];
    const ids = [id, here, ...(written[third] ?? []), randomUUID(), 'none'];
    const { body: byIds } = await app.request('GET', `audit/events?ids=${ids.join(',')}`, { as: auditor });
    expect(byIds.items.map((event: { id: string }) => event.id)).toEqual([here]);
    expect(byIds.departed.map((each: { id: string; month: string }) => [each.id, each.month])).toEqual([
      [id, second],
      ...(written[third] ?? []).map((each) => [each, third]),
    ]);
    expect(byIds.departed[0].key).toMatch(new RegExp(`archive/${second}-`));
  });

  it('lies in the archive with its proof and without what an erasure could not reach', async () => {
    const keys = join(folder, 'keys.json');
    writeFileSync(keys, (await app.request('GET', '/.well-known/seqdb-audit-keys.json')).text);
    for (const month of [first, second, third]) {
      const [row] = await query<{ bucket: string; key: string; sha256: string }>(
        'SELECT bucket, object_key AS key, sha256 FROM audit_retentions WHERE month = $1 AND dropped_at IS NOT NULL',
        [month],
      );
      const path = join(folder, month);
      expect((await app.get(ArchiveStore).fetch(row?.bucket ?? '', row?.key ?? '', path)).sha256).toBe(
        row?.sha256,
      );
      expect(await verifyExport(path, { keys })).toMatchObject({
        flaw: null,
        events: written[month]?.length,
      });
      const { readFileSync } = await import('node:fs');
      const text = gunzipSync(readFileSync(path)).toString();
      for (const value of ['Ada Lovelace', 'a reason of hers', '192.0.2.7'])
        expect(text).not.toContain(value);
      expect(text).toContain(ada.id);
    }
  });
});

describe('what is left of the log', () => {
  it('is verified online', async () => {
    await sealed();
    const { body } = await app.request('POST', 'audit/verification', { as: auditor });
    await eventually(
      async () => (await app.request('GET', 'audit/verification', { as: auditor })).body.last?.id === body.id,
    );
    const { last } = (await app.request('GET', 'audit/verification', { as: auditor })).body;
    expect([last.state, last.place, last.says]).toEqual(['passed', null, null]);
  });

  it.each(['jsonl', 'csv'] as const)(
    'proves itself offline in a complete export as %s, with the archives',
    async (format) => {
      const path = join(folder, `log.${format}`);
      writeFileSync(path, (await app.request('GET', `audit/export?format=${format}`, { as: auditor })).text);
      const keys = join(folder, 'keys.json');
      const archives = mkdtempSync(join(folder, 'archives-'));
      const files = await query<{ bucket: string; key: string; month: string }>(
        'SELECT bucket, object_key AS key, month FROM audit_retentions WHERE dropped_at IS NOT NULL',
      );
      for (const { bucket, key } of files)
        await app.get(ArchiveStore).fetch(bucket, key, join(archives, basename(key)));
      const keyOf = (month: string) => files.find((file) => file.month === month)?.key ?? '';
      // As the console calls it, and a browser that has one of this name.
      const saved = join(archives, `seqdb-change-log-${basename(keyOf(first), '.jsonl.gz')} (1).jsonl.gz`);
      renameSync(join(archives, basename(keyOf(first))), saved);
      const verdict = await verifyExport(path, { keys, archives });
      expect(verdict).toMatchObject({
        flaw: null,
        checkedArchives: 10,
        archived: [{ month: first }, { month: second }, { month: third }],
      });
      const damaged = join(archives, basename(keyOf(second)));
      writeFileSync(damaged, 'another');
      expect((await verifyExport(path, { keys, archives })).flaw).toMatchObject({
        place: `archive of ${second}`,
      });
      rmSync(damaged);
      expect((await verifyExport(path, { keys, archives })).flaw).toMatchObject({
        kind: 'unreadable',
        place: 'archives',
        says: `the folder does not hold the archives of ${second}`,
      });
      writeFileSync(saved, 'another');
      expect((await verifyExport(path, { keys, archives })).flaw).toMatchObject({
        kind: 'damaged',
        place: `archive of ${first}`,
      });
    },
  );
});

/** One on which a run may be asked for, and for which the worker has asked for none. */
const night = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

describe('of the next month to leave', () => {
  it('no holds are looked for while it is too young', async () => {
    const { body: hold } = await setHold({ kind: 'period', since: `${stays}-01`, until: `${stays}-02` });
    expect(await query('SELECT FROM audit_holds_on($1)', [stays])).toHaveLength(1);
    expect((await state()).next).toMatchObject({ month: stays, standing: 'young', holds: [] });
    await lift(hold);
  });

  it('nothing is asked by night once its run was asked for', async () => {
    const runs = app.get(RetentionRuns);
    const asked = vi.spyOn(app.get(MonthsToLeave), 'next');
    const due = { month: stays, dueAt: '', holds: [], archiveId: null, standing: 'due' as const };
    asked.mockResolvedValue(due);
    for (let times = 0; times < 3; times++) await runs.requestNightly(night);
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    const [row] = await query<{ id: string }>(
      `SELECT id FROM audit_retention_runs WHERE night = $1 AND requested_by = 'audit'`,
      [night],
    );
    await eventually(async () => (await runs.get(row?.id ?? ''))?.finishedAt !== null, 120);
  });
});

it('a month that was archived and does not leave shows on the health page after some days, unless a hold keeps it', async () => {
  const detail = async () =>
    (await app.request('GET', 'health/ready', { as: admin })).body.checks.audit.detail as string | undefined;
  const archivedAgo = (days: number) =>
    log.owner.query(
      `INSERT INTO audit_retentions (id, month, events, last_segment, seqs, bucket, object_key, bytes, sha256, note, event_id, event_at, archived_at)
       SELECT $1, $2, events, last_segment, '{}', bucket, object_key, bytes, sha256, note, event_id, event_at, now() - make_interval(days => $3) FROM audit_retentions LIMIT 1`,
      [randomUUID(), stays, days],
    );
  const stuck = `${stays} was archived more than 3 days ago`;
  await archivedAgo(2);
  expect((await detail()) ?? '').not.toContain(stuck);
  await archivedAgo(4);
  expect(await detail()).toContain(stuck);
  const { body: hold } = await setHold({ kind: 'period', since: `${stays}-01`, until: `${stays}-02` });
  expect((await detail()) ?? '').not.toContain(stuck);
  await lift(hold);
  expect(await detail()).toContain(stuck);
  const ofTriggers = (what: string) => `ALTER TABLE audit_retentions ${what} TRIGGER USER`;
  const byHand = [ofTriggers('DISABLE'), `DELETE FROM audit_retentions WHERE month = '${stays}'`];
  await log.owner.query(['BEGIN', ...byHand, ofTriggers('ENABLE'), 'COMMIT'].join(';'));
  expect((await detail()) ?? '').not.toContain(stuck);
});

it('a run that was abandoned stands in nobody’s way, and the log says so', async () => {
  const id = randomUUID();
  await query(`INSERT INTO audit_retention_runs (id, requested_by, requested_at) VALUES ($1, 'x', now())`, [
    id,
  ]);
  await app.get(RetentionRuns).requestNightly(night); // which had its run
  expect(await app.get(RetentionRuns).get(id)).toMatchObject({
    state: 'failed',
    reasons: { says: { code: 'run_abandoned' } },
  });
  expect(await failuresOf(id)).toEqual([{ facts: { outcome: 'abandoned' } }]);
  expect(await log.run()).toMatchObject({ state: 'done' });
});

it('a retention that fails shows on the health page', async () => {
  await log.owner.query(
    `INSERT INTO audit_retention_runs (id, requested_by, requested_at, state, says, finished_at) VALUES ($1, 'x', now(), 'failed', 'the bucket is gone', now())`,
    [randomUUID()],
  );
  const { body } = await app.request('GET', 'health/ready', { as: admin });
  expect(body.checks.audit.detail).toContain('the last retention failed');
  expect((await state()).last).toMatchObject({ state: 'failed', says: 'the bucket is gone' });
  await log.run();
  expect((await app.request('GET', 'health/ready')).body.status).toBe('ready');
});
