// The verification of the whole log, as auditors ask for it and as it runs each night.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { headKey } from '../../server/src/audit/publication/head-place.ts';
import { checkpointText, parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import { ExportKeys } from '../../server/src/audit/sealing/export-keys.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { signNote } from '../../server/src/audit/sealing/signed-note.ts';
import { signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import {
  verificationStateView,
  type VerificationView,
  verificationView,
} from '../../server/src/audit/verification/verification.contract.ts';
import { NightlyRuns } from '../../server/src/audit/nightly-runs.ts';
import { RetentionRuns } from '../../server/src/audit/retention/retention-runs.service.ts';
import { VerificationsService } from '../../server/src/audit/verification/verifications.service.ts';
import type { Config } from '../../server/src/platform/config/config.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_HEADS_SECONDS: '0.1', AUDIT_VERIFICATION_HOUR: '2' } });
let auditor: Person;
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const sealed = async () => {
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0);
  await eventually(
    async () =>
      (
        await query<{ up: boolean }>(
          `SELECT segment = (SELECT max(number) FROM audit_segments) AS up FROM audit_publications WHERE place = 'bucket'`,
        )
      )[0]?.up === true,
  );
};
beforeAll(async () => {
  await app.worker?.get(NightlyRuns).beforeApplicationShutdown(); // asks after five minutes, if it is past two
  auditor = await app.person('auditor');
  for (let n = 0; n < 3; n++) {
    await app.person('depositor');
    await sealed();
  }
});

const state = async () =>
  verificationStateView.parse((await app.request('GET', 'audit/verification', { as: auditor })).body);
const ask = (as: Person | undefined = auditor) => app.request('POST', 'audit/verification', { as });
async function verified(): Promise<VerificationView> {
  const { status, body } = await ask();
  expect(status).toBe(202);
  const { id } = verificationView.parse(body);
  await eventually(async () => (await state()).last?.id === id);
  return (await state()).last as VerificationView;
}

describe('a verification', () => {
  it('covers every sealed event, and is told', async () => {
    await sealed();
    const [{ count = 0 } = {}] = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM audit_leaves',
    );
    const run = await verified();
    expect(run).toMatchObject({
      state: 'passed',
      requestedBy: auditor.id,
      place: null,
      says: null,
      damage: null,
    });
    expect(run.events).toBeGreaterThanOrEqual(count);
    // What was known when it began; more may have been sealed before it looked.
    expect(run.events).toBeGreaterThanOrEqual(run.allEvents ?? Infinity);
    const told = await query<{ type: string }>(
      'SELECT type FROM stream_events WHERE subject_id = $1 ORDER BY id',
      [run.id],
    );
    // How often it tells how far it is depends on how long it takes.
    const types = told.map(({ type }) => type).filter((type) => type !== 'AuditVerificationProgressed');
    expect(types).toEqual(['AuditVerificationStarted', 'AuditVerificationPassed']);
    const events = await query<{ action: string; actor_id: string }>(
      'SELECT action, actor_id FROM audit_events WHERE root_id = $1 ORDER BY id',
      [run.id],
    );
    expect(events).toEqual([
      { action: 'audit.verification_request', actor_id: auditor.id },
      { action: 'audit.verification', actor_id: 'audit' },
    ]);
  });

  it('that is asked for twice is one', async () => {
    const answers = await Promise.all([ask(), ask(), ask()]);
    const ids = new Set(answers.map(({ body }) => body.id));
    await eventually(async () => (await state()).current === null);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(ids.size).toBeLessThanOrEqual(3);
    const [{ open = 0 } = {}] = await query<{ open: number }>(
      `SELECT count(*)::int AS open FROM audit_verifications WHERE state IN ('waiting', 'running')`,
    );
    expect(open).toBe(0);
  });

  it('that nobody works on stands in nobody’s way', async () => {
    await query(`INSERT INTO audit_verifications (id, requested_by, requested_at) VALUES ($1, 'x', now())`, [
      randomUUID(),
    ]);
    expect(await verified()).toMatchObject({ state: 'passed' });
  });

  it('is for auditors and administrators', async () => {
    const curator = await app.person('curator');
    expect((await ask(curator)).status).toBe(403);
    expect((await app.request('GET', 'audit/verification', { as: curator })).status).toBe(403);
    expect((await app.request('POST', 'audit/verification')).status).toBe(401);
    const admin = await app.person('admin');
    expect((await app.request('GET', 'audit/verification', { as: admin })).status).toBe(200);
  });
});

describe('each night', () => {
  it('there is one, however many workers ask, once its hour has come', async () => {
    const clock = new Clock();
    const night = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const nightly = () =>
      new NightlyRuns(app.get(VerificationsService), app.get(RetentionRuns), clock, {
        AUDIT_VERIFICATION_HOUR: 2,
      } as Config);
    clock.standAt(new Date(`${night}T01:59:59Z`));
    await nightly().look();
    clock.standAt(new Date(`${night}T02:00:00Z`));
    await Promise.all([nightly().look(), nightly().look()]);
    await nightly().look();
    const runs = await query<{ by: string }>(
      'SELECT requested_by AS by FROM audit_verifications WHERE night = $1',
      [night],
    );
    expect(runs).toEqual([{ by: 'audit' }]);
    await eventually(async () => (await state()).current === null);
  });
});

/** @param note null to remove what lies there */
async function putHead(head: { number: number; closedAt: Date }, note: string | null): Promise<void> {
  const { config } = app;
  const s3 = new S3Client({
    endpoint: config.S3_HOT_ENDPOINT ?? '',
    region: config.S3_HOT_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: config.S3_HOT_ACCESS_KEY_ID ?? '',
      secretAccessKey: config.S3_HOT_SECRET_ACCESS_KEY ?? '',
    },
  });
  const Key = `${config.AUDIT_HEADS_PREFIX}${headKey(head)}`;
  const place = { Bucket: config.AUDIT_HEADS_BUCKET, Key };
  if (note === null) await s3.send(new DeleteObjectCommand(place));
  else await s3.send(new PutObjectCommand({ ...place, Body: note }));
  s3.destroy();
}

/** Without the task, its events and its alarm. */
async function verifiedDirectly(mostOpen?: number) {
  return inOneMoment(poolOf(app.get(DataSource)), async (moment) =>
    verifyLogIn(moment, await app.get(PublishedTrust).load(moment.others), async () => undefined, mostOpen),
  );
}

describe('a log that was changed', () => {
  const tables = [
    'audit_events',
    'audit_leaves',
    'audit_segments',
    'audit_personal_values',
    'audit_published_heads',
  ];
  /** What who owns the tables can do, and undo. */
  async function asOwner(...statements: [sql: string, values?: unknown[]][]): Promise<void> {
    const owner = await new DataSource({
      type: 'postgres',
      url: app.config.DATABASE_MIGRATION_URL ?? '',
    }).initialize();
    for (const table of tables) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const [sql, values] of statements) await owner.query(sql, values ?? []);
    for (const table of tables) await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await owner.destroy();
  }
  const saved: [string, unknown[]?][] = [];
  afterEach(async () => {
    await asOwner(...saved.splice(0));
    if ((await state()).last?.state === 'passed') await verifiedDirectly();
    else expect(await verified()).toMatchObject({ state: 'passed' });
    expect((await app.request('GET', 'health/ready')).body.status).toBe('ready');
  });

  const event2 = '(SELECT event_id FROM audit_leaves WHERE seq = 2)';
  /** The first that names somebody; those that tell of the log's keys name nobody. */
  const naming =
    '(SELECT event_id FROM audit_leaves JOIN audit_personal_values USING (event_id) ORDER BY seq LIMIT 1)';

  it('in the text of an event raises the alarm', async () => {
    const [{ body = '' } = {}] = await query<{ body: string }>(
      `SELECT body FROM audit_events WHERE id = ${event2}`,
    );
    saved.push([`UPDATE audit_events SET body = $1 WHERE id = ${event2}`, [body]]);
    await asOwner([`UPDATE audit_events SET body = $1 WHERE id = ${event2}`, [body.replace('T', 'S')]]);
    const run = await verified();
    expect(run).toMatchObject({
      state: 'damaged',
      place: 'event 2',
      says: expect.stringContaining('not as it was sealed'),
    });
    const { status, body: ready } = await app.request('GET', 'health/ready');
    expect([status, ready.status, ready.checks.audit.ok]).toEqual([200, 'degraded', false]);
    expect(ready.checks.audit.detail).toContain('the last verification found the log damaged');
    const [alarm] = await query<{ action: string }>(
      `SELECT action FROM audit_events WHERE root_id = $1 AND action = 'audit.verification_alarm'`,
      [run.id],
    );
    expect(alarm).toBeDefined();
  });

  it('is found changed also where events are looked up one by one', async () => {
    expect((await verifiedDirectly(1)).events).toBeGreaterThan(5);
    const [{ body = '' } = {}] = await query<{ body: string }>(
      `SELECT body FROM audit_events WHERE id = ${event2}`,
    );
    const set = `UPDATE audit_events SET body = $1 WHERE id = ${event2}`;
    saved.push([set, [body]]);
    await asOwner([set, [body.replace('T', 'S')]]);
    await expect(verifiedDirectly(1)).rejects.toThrow('event 2: ');
    await expect(verifiedDirectly(1)).rejects.toThrow('is not as it was sealed');
  });

  it('in several places names the first, and says where the others are', async () => {
    const which = `id IN (SELECT event_id FROM audit_leaves WHERE seq IN (2, 4, 5))`;
    const rows = await query<{ id: string; root: string }>(
      `SELECT id, root_id AS root FROM audit_events WHERE ${which}`,
    );
    saved.push(
      ...rows.map(({ id, root }): [string, unknown[]] => [
        `UPDATE audit_events SET root_id = $1 WHERE id = $2`,
        [root, id],
      ]),
    );
    await asOwner([`UPDATE audit_events SET root_id = 'x' WHERE ${which}`]);
    const says = 'the column root_id says something else than the event that was sealed';
    await expect(verifiedDirectly()).rejects.toThrow(`event 2: ${says}; other bad places: event 4, event 5`);
    const run = await verified();
    const reason = { code: 'flaw.event_column', params: { column: 'root_id' } };
    expect(run).toMatchObject({ place: 'event 2', says, reasons: { says: reason } });
    const idOf = await query<{ id: string }>(
      'SELECT event_id AS id FROM audit_leaves WHERE seq IN (2, 4, 5) ORDER BY seq',
    );
    expect(run.damage).toEqual({
      places: [2, 4, 5].map((number, at) => ({
        kind: 'event',
        number,
        id: idOf[at]?.id,
        isThere: true,
        says,
        reason,
      })),
      unnamed: 0,
    });
    const [alarm] = await query<{ says: string }>(
      `SELECT body::json #>> '{facts,says}' AS says FROM audit_events WHERE root_id = $1 AND action = 'audit.verification_alarm'`,
      [run.id],
    );
    expect(alarm?.says).toBe(`${says}; other bad places: event 4, event 5`);
  });

  it('by an event that was taken out', async () => {
    const [row] = await query<Record<string, unknown>>(`SELECT * FROM audit_events WHERE id = ${event2}`);
    const names = Object.keys(row ?? {});
    saved.push([
      `INSERT INTO audit_events (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row ?? {}),
    ]);
    await asOwner([`DELETE FROM audit_events WHERE id = ${event2}`]);
    const run = await verified();
    expect(run).toMatchObject({ state: 'damaged', place: 'event 2' });
    expect(run.damage?.places[0]).toMatchObject({
      kind: 'event',
      number: 2,
      id: row?.['id'],
      isThere: false,
      reason: { code: 'flaw.event_gone' },
    });
  });

  it('at its end, where an event is gone with all that there was of it', async () => {
    await sealed();
    const [{ seq = 0, segment = 0, id = '' } = {}] = await query<{
      seq: number;
      segment: number;
      id: string;
    }>('SELECT seq::int, segment::int, event_id AS id FROM audit_leaves ORDER BY seq DESC LIMIT 1');
    const parts = { audit_leaves: 'event_id', audit_events: 'id', audit_personal_values: 'event_id' };
    for (const [table, column] of Object.entries(parts)) {
      saved.push([`INSERT INTO ${table} SELECT * FROM kept_${table}`], [`DROP TABLE kept_${table}`]);
      await asOwner(
        [`CREATE TABLE kept_${table} AS SELECT * FROM ${table} WHERE ${column} = '${id}'`],
        [`DELETE FROM ${table} WHERE ${column} = '${id}'`],
      );
    }
    await expect(verifiedDirectly()).rejects.toThrow(
      `segment ${segment}: ends too early: event ${seq} is missing`,
    );
  });

  it('by an event that was slipped in', async () => {
    const insert = `INSERT INTO audit_events SELECT gen_random_uuid(), occurred_at, action, actor_type, actor_id, on_behalf_of,
      target_type, target_id, root_type, 'slipped', request_id, body FROM audit_events WHERE id = ${event2}`;
    saved.push([`DELETE FROM audit_events WHERE root_id = 'slipped'`]);
    await asOwner([insert]);
    expect(await verified()).toMatchObject({
      state: 'damaged',
      says: 'was neither sealed nor waits for it',
      reasons: { says: { code: 'flaw.event_unsealed', params: {} } },
    });
  });

  it('in a personal value', async () => {
    const [value] = await query<{ opened: object; id: string }>(
      `SELECT opened, event_id AS id FROM audit_personal_values WHERE event_id = ${naming}`,
    );
    const change = `UPDATE audit_personal_values SET opened = $1 WHERE event_id = $2`;
    saved.push([change, [JSON.stringify(value?.opened), value?.id]]);
    const forged = JSON.stringify(value?.opened).replace(/"value":"/, '"value":"not ');
    await asOwner([change, [forged, value?.id]]);
    expect(await verified()).toMatchObject({ state: 'damaged', place: `event ${value?.id}` });
  });

  it.each(['[1]', '"x"', '{"x": 1}', '{"x": {"salt": "s"}}'])(
    'so that personal values are none: %s',
    async (opened) => {
      const [value] = await query<{ opened: object; id: string }>(
        `SELECT opened, event_id AS id FROM audit_personal_values WHERE event_id = ${naming}`,
      );
      const change = `UPDATE audit_personal_values SET opened = $1 WHERE event_id = $2`;
      saved.push([change, [JSON.stringify(value?.opened), value?.id]]);
      await asOwner([change, [opened, value?.id]]);
      await expect(verifiedDirectly()).rejects.toThrow(`event ${value?.id}: a personal value is not the one`);
    },
  );

  it.each([
    ['all at once', 'true'],
    ['of one person', `person_id <> ''`],
    ['of the newest event, sealed or not', 'true', 'newest'],
  ])('in that personal values are gone, %s', async (_, which, where = 'sealed') => {
    let id = naming;
    if (where === 'newest') {
      const person = await app.person('depositor');
      id = `(SELECT id FROM audit_events WHERE target_id = '${person.id}' ORDER BY occurred_at DESC, id LIMIT 1)`;
    }
    const rows = await query<Record<string, unknown>>(
      `SELECT * FROM audit_personal_values WHERE event_id = ${id} AND ${which}`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { event_id: event, occurred_at: at, person_id: person, opened, reason, address } of rows)
      saved.push([
        `INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened, reason, address) VALUES ($1, $2, $3, $4, $5, $6)`,
        [event, at, person, JSON.stringify(opened), reason, address],
      ]);
    await asOwner([`DELETE FROM audit_personal_values WHERE event_id = ${id} AND ${which}`]);
    await expect(verifiedDirectly()).rejects.toThrow(
      `event ${String(rows[0]?.['event_id'])}: a personal value is no longer there, and was not erased`,
    );
  });

  it.each([
    ['address', 'IS NOT NULL', `'192.0.2.77'`],
    ['address', 'IS NOT NULL', 'NULL'],
    ['reason', 'IS NULL', `'as if'`],
  ])('in the %s that events are found by (%s, now %s)', async (column, is, value) => {
    const [row] = await query<{ id: string; person: string; was: string | null }>(
      `SELECT event_id AS id, person_id AS person, ${column} AS was FROM audit_personal_values WHERE ${column} ${is} LIMIT 1`,
    );
    const set = (to: string) =>
      `UPDATE audit_personal_values SET ${column} = ${to} WHERE event_id = '${row?.id}' AND person_id = '${row?.person}'`;
    saved.push([set('$1'), [row?.was]]);
    await asOwner([set(value)]);
    await expect(verifiedDirectly()).rejects.toThrow(
      `event ${row?.id}: the reason or address that it is found by`,
    );
  });

  it('in that one of several personal values is gone', async () => {
    const [row] = await query<{ id: string; person: string; opened: object }>(
      `SELECT event_id AS id, person_id AS person, opened FROM audit_personal_values
        WHERE (SELECT count(*) FROM jsonb_object_keys(opened)) > 1 LIMIT 1`,
    );
    const set = 'UPDATE audit_personal_values SET opened = $3 WHERE event_id = $1 AND person_id = $2';
    saved.push([set, [row?.id, row?.person, JSON.stringify(row?.opened)]]);
    const fewer = Object.fromEntries(Object.entries(row?.opened ?? {}).slice(1));
    await asOwner([set, [row?.id, row?.person, JSON.stringify(fewer)]]);
    await expect(verifiedDirectly()).rejects.toThrow(/is no longer there, and was not erased/);
  });

  it('or not: health tells when no verification has passed for 36 hours', async () => {
    await verified();
    const finished = (by: string): [string] => [
      `UPDATE audit_verifications SET finished_at = finished_at ${by} interval '3 days'`,
    ];
    const closed = (by: string): [string] => [
      `UPDATE audit_segments SET closed_at = closed_at ${by} interval '3 days' WHERE number = 1`,
    ];
    saved.push(finished('+'), closed('+'));
    await asOwner(finished('-'));
    expect((await app.request('GET', 'health/ready')).body.status).toBe('ready'); // the log is young
    await asOwner(closed('-'));
    const { body } = await app.request('GET', 'health/ready');
    expect(body.checks.audit.detail).toContain('no verification has passed for 36 hours');
  });

  it('in a segment', async () => {
    saved.push(['UPDATE audit_segments SET count = count - 1 WHERE number = 1']);
    await asOwner(['UPDATE audit_segments SET count = count + 1 WHERE number = 1']);
    expect(await verified()).toMatchObject({ state: 'damaged', place: 'segment 1' });
  });

  it.each([
    ['action', `'submission.hide'`],
    ['actor_type', `CASE actor_type WHEN 'user' THEN 'service' ELSE 'user' END`],
    ['actor_id', `'nobody'`],
    ['on_behalf_of', `'nobody'`],
    ['target_type', `'Nothing'`],
    ['target_id', `'nothing'`],
    ['root_type', `'Nothing'`],
    ['root_id', `'nothing'`],
    ['request_id', `'none'`],
  ])('in the column %s, by which events are found', async (column, value) => {
    const [row] = await query<Record<string, unknown>>(`SELECT * FROM audit_events WHERE id = ${event2}`);
    const set = `UPDATE audit_events SET ${column}`;
    saved.push([`${set} = $1 WHERE id = ${event2}`, [row?.[column]]]);
    await asOwner([`${set} = ${value} WHERE id = ${event2}`]);
    await expect(verifiedDirectly()).rejects.toThrow(
      `event 2: the column ${column} says something else than the event that was sealed`,
    );
  });

  it('at its end is sealed no further, which the health page says', async () => {
    await sealed();
    const [{ number = 0 } = {}] = await query<{ number: number }>(
      'SELECT max(number)::int AS number FROM audit_segments',
    );
    const set = (count: string): [string] => [
      `UPDATE audit_segments SET count = count ${count} WHERE number = ${number}`,
    ];
    saved.push(set('- 1'));
    await asOwner(set('+ 1'));
    const { body } = await app.request('GET', 'health/ready');
    expect(body.checks.audit).toMatchObject({
      ok: false,
      detail: expect.stringContaining('does not end with a head that its key signed'),
    });
  });

  it('in the signature of any head, not the newest alone', async () => {
    const [{ head = '' } = {}] = await query<{ head: string }>(
      'SELECT head FROM audit_segments WHERE number = 1',
    );
    const { text } = parseHead(head)?.note ?? { text: '' };
    const { origin } = app.get(LogKeys);
    const forged = signNote(text, [signingKey(origin, randomBytes(32).toString('base64'))]);
    const set = 'UPDATE audit_segments SET head = $1 WHERE number = 1';
    saved.push([set, [head]]);
    await asOwner([set, [forged]]);
    await expect(verifiedDirectly()).rejects.toThrow('segment 1: its head is not signed by a known key');
  });

  it('so that a head is signed by the key for exports, which the API holds', async () => {
    await sealed();
    const [last] = await query<{ number: number; closedAt: Date; head: string }>(
      'SELECT number::int, closed_at AS "closedAt", head FROM audit_segments ORDER BY number DESC LIMIT 1',
    );
    const { text } = parseHead(last?.head ?? '')?.note ?? {};
    if (!last || text === undefined) throw new Error('nothing was sealed');
    const forged = signNote(text, [app.get(ExportKeys).current]);
    try {
      await putHead(last, forged);
      await expect(verifiedDirectly()).rejects.toThrow(/^heads: the head of segment \d+ is not signed/);
    } finally {
      await putHead(last, last.head);
    }
    const set = 'UPDATE audit_segments SET head = $1 WHERE number = 1';
    const [{ head = '' } = {}] = await query<{ head: string }>(
      'SELECT head FROM audit_segments WHERE number = 1',
    );
    saved.push([set, [head]]);
    await asOwner([set, [signNote(parseHead(head)?.note.text ?? '', [app.get(ExportKeys).current])]]);
    await expect(verifiedDirectly()).rejects.toThrow('segment 1: its head is not signed by a known key');
  });

  it('so that it is another than a head in the bucket says that the database does not name', async () => {
    const [first] = await query<{ number: number; closedAt: Date; head: string }>(
      'SELECT number::int, closed_at AS "closedAt", head FROM audit_segments WHERE number = 1',
    );
    const { checkpoint } = parseHead(first?.head ?? '') ?? {};
    if (!first || !checkpoint) throw new Error('nothing was sealed');
    const root = createHash('sha256').update('another').digest('base64');
    try {
      await putHead(first, signNote(checkpointText({ ...checkpoint, root }), [app.get(LogKeys).current]));
      await expect(verifiedDirectly()).rejects.toThrow('says that the log was another up to here');
    } finally {
      await putHead(first, first.head);
    }
  });

  it('so that a head that was published is gone, and not the newest', async () => {
    await sealed();
    const published = await query<{ number: number; closedAt: Date; head: string }>(
      `SELECT s.number::int, s.closed_at AS "closedAt", s.head FROM audit_published_heads p
         JOIN audit_segments s ON s.number = p.segment AND s.closed_at = p.closed_at ORDER BY s.number`,
    );
    expect(published.length).toBeGreaterThan(2);
    for (const head of published.slice(0, 2))
      try {
        await putHead(head, null);
        await expect(verifiedDirectly()).rejects.toThrow(
          `segment ${head.number}: its head was published, and is no longer in the bucket`,
        );
      } finally {
        await putHead(head, head.head);
      }
  });

  it.each([
    ['of last month, which is looked for', 'place', '30 days', true],
    ['of another bucket, which is not', `'elsewhere/'`, '30 days', false],
    ['that no lock keeps any more, which is not', 'place', '3700 days', false],
  ])('so that a head is gone: one %s', async (_, place, age, isFound) => {
    await sealed();
    saved.push([
      `DELETE FROM audit_published_heads WHERE segment = 1 AND closed_at < now() - interval '9 days'`,
    ]);
    await asOwner([
      `INSERT INTO audit_published_heads (place, closed_at, segment)
       SELECT ${place}, now() - interval '${age}', 1 FROM audit_published_heads LIMIT 1`,
    ]);
    const found = verifiedDirectly();
    if (isFound) await expect(found).rejects.toThrow('segment 1: its head was published');
    else expect((await found).events).toBeGreaterThan(0);
  });

  it('in a name that somebody is found by', async () => {
    const [person] = await query<{ id: string; names: string[] }>(
      'SELECT person_id AS id, array_agg(name) AS names FROM audit_people WHERE person_id = $1 GROUP BY 1',
      [auditor.id],
    );
    expect(person?.names.length).toBeGreaterThan(0);
    const remove: [string, unknown[]] = ['DELETE FROM audit_people WHERE person_id = $1', [auditor.id]];
    saved.push(remove, [
      'INSERT INTO audit_people SELECT $1, unnest($2::text[])',
      [auditor.id, person?.names],
    ]);
    const said = `person ${auditor.id}: the name that an event has of them is not among those it is found by`;
    await asOwner(['UPDATE audit_people SET name = $2 WHERE person_id = $1', [auditor.id, 'Nobody']]);
    await expect(verifiedDirectly()).rejects.toThrow(said);
    await asOwner(remove);
    await expect(verifiedDirectly()).rejects.toThrow(said);
  });

  it('so that it is another than the one whose head was published', async () => {
    await sealed();
    const [published] = await query<{ number: number; closedAt: Date; head: string }>(
      'SELECT number::int, closed_at AS "closedAt", head FROM audit_segments ORDER BY number DESC LIMIT 1',
    );
    if (!published) throw new Error('nothing was sealed');
    const put = (note: string) => putHead(published, note);
    const { note, checkpoint } = parseHead(published.head) ?? {};
    if (!note || !checkpoint) throw new Error('no head');
    const root = createHash('sha256').update('another').digest('base64');
    try {
      await put(note.text.replace(checkpoint.root, root) + published.head.slice(note.text.length));
      await expect(verifiedDirectly()).rejects.toThrow(/^heads: the head of segment \d+ is not signed/);
      await put(signNote(checkpointText({ ...checkpoint, root }), [app.get(LogKeys).current]));
      await expect(verifiedDirectly()).rejects.toThrow(
        `segment ${published.number}: a published head says that the log was another`,
      );
    } finally {
      await put(published.head);
    }
  });
});
