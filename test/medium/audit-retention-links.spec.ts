// Links to months of the archive, and to exports that are kept: what they give, to whom, how often, and what they never
// give, however the database was changed.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Logger, type Type } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { monthAfter, signRetained } from '../../server/src/audit/archive/retained-month.ts';
import { ArchiveStore } from '../../server/src/audit/retention/archive-store.ts';
import { MonthLeaving } from '../../server/src/audit/retention/month-leaving.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { type SigningKey, signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { bucketClient } from '../../server/src/platform/storage/bucket-client.ts';
import { type ArchiveRow, ArchiveTampers, quoted } from '../factories/archive-tampers.ts';
import { eventually } from '../factories/eventually.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const log = useLeavingLog(app);
const { query, sealed } = log;
const thisMonth = monthOfFile();
const [gone = '', stays = ''] = [-4, -2].map((by) => monthAfter(thisMonth, by));
/** A part of the worker, which holds the private keys. */
function ofWorker<Part>(part: abstract new (...given: never[]) => Part): Part {
  if (!app.worker) throw new Error('no worker runs yet');
  return app.worker.get<Part>(part as Type<Part>);
}
const alone = { fence: () => Promise.resolve(), signal: new AbortController().signal };
const archiveAgain = () => ofWorker(MonthLeaving).archive(stays, alone);

let auditor: Person;
let exportId = '';
beforeAll(async () => {
  Logger.overrideLogger(false);
  await log.begin([gone, stays]);
  auditor = await app.person('auditor');
  await log.wrote(gone, stays);
  await sealed();
  expect(await log.run()).toMatchObject({ state: 'done', months: [gone] });
  const { body } = await app.request('POST', 'audit/exports', {
    as: auditor,
    body: { format: 'jsonl', delivery: 'job', filter: { action: ['user.create'] } },
  });
  exportId = body.exportId;
  await eventually(async () => {
    const answer = await app.request('GET', `audit/exports/${exportId}`, { as: auditor });
    return answer.body.hasFile === true;
  }, 60);
});
afterAll(() => Logger.overrideLogger(new Logger()));

const tampers = new ArchiveTampers(app, log);
afterEach(() => tampers.undo());
const rowOf = async (month: string) => (await tampers.rowsOf(month)).at(-1) as ArchiveRow;
/** A file that somebody would have an auditor take for the archive, in the same bucket. */
async function planted(): Promise<{ key: string; bytes: number; sha256: string }> {
  const file = randomBytes(500);
  const key = app.get(ArchiveStore).keyOf(`${gone}-${randomBytes(5).toString('hex')}`);
  const client = bucketClient(app.config, {
    endpoint: app.config.AUDIT_EXPORT_ENDPOINT,
    region: app.config.AUDIT_EXPORT_REGION,
    accessKeyId: app.config.AUDIT_EXPORT_ACCESS_KEY_ID,
    secretAccessKey: app.config.AUDIT_EXPORT_SECRET_ACCESS_KEY,
  });
  await client.send(
    new PutObjectCommand({ Bucket: app.get(ArchiveStore).bucket ?? '', Key: key, Body: file }),
  );
  client.destroy();
  return { key, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') };
}
const foreignKey = (name = app.get(LogKeys).origin): SigningKey =>
  signingKey(name, randomBytes(32).toString('base64'));

const linkTo = (month: string, idempotencyKey?: string) =>
  app.request('POST', `audit/retention/months/${month}/links`, {
    as: auditor,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
const fetched = async (url: string) => {
  const answer = await fetch(`${app.url}${url}`);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const eventsOf = (action: string, month: string) =>
  query<{ facts: Record<string, unknown> }>(
    `SELECT body::json -> 'facts' AS facts FROM audit_events WHERE action = $1 AND target_id = $2 ORDER BY id`,
    [action, month],
  );
const told = async (month: string) => (await eventsOf('audit.archive_altered', month)).at(-1)?.facts;

describe('a month that has left', () => {
  it('is never another file that lies there, though its row says so', async () => {
    const { body: early } = await linkTo(gone);
    const { key, bytes, sha256 } = await planted();
    const before = (await eventsOf('audit.archive_download', gone)).length;
    await tampers.rewrite(await rowOf(gone), {
      object_key: quoted(key),
      bytes: String(bytes),
      sha256: quoted(sha256),
    });
    const { status, body } = await linkTo(gone);
    expect([status, body.code, body.url]).toEqual([409, 'audit.archive_unproven', undefined]);
    expect(body.detail).toContain('its row says another');
    expect(await told(gone)).toMatchObject({ key, because: 'its row says another key than its statement' });
    // A link from before is followed by nobody, either.
    const late = await fetched(early.url);
    expect([late.status, JSON.parse(late.bytes.toString()).code]).toEqual([409, 'audit.archive_unproven']);
    expect(await eventsOf('audit.archive_altered', gone)).toHaveLength(2);
    expect(await eventsOf('audit.archive_download', gone)).toHaveLength(before);
  });

  it('is given again when the row says what was signed', async () => {
    const { body } = await linkTo(gone);
    const { status, bytes } = await fetched(body.url);
    const { sha256 } = tampers.statedOf(await rowOf(gone));
    expect([status, createHash('sha256').update(bytes).digest('hex')]).toEqual([200, sha256]);
  });

  it.each([
    ['events', 'events + 1', 'events'],
    ['last_segment', 'last_segment + 1', 'lastSegment'],
    ['seqs', `seqs + '{[1000000,1000001)}'::int8multirange`, 'seqs'],
    ['bucket', `'elsewhere'`, 'bucket'],
  ])('is not given where its row says another %s', async (column, value, name) => {
    await tampers.rewrite(await rowOf(gone), { [column]: value });
    expect((await linkTo(gone)).body.code).toBe('audit.archive_unproven');
    expect(await told(gone)).toMatchObject({ because: `its row says another ${name} than its statement` });
  });

  it.each<[string, (row: ArchiveRow, file: Awaited<ReturnType<typeof planted>>) => string, string]>([
    [
      'that another key signed',
      (row, file) =>
        signRetained(app.get(LogKeys).origin, { ...tampers.statedOf(row), ...file }, [foreignKey()]),
      'not signed by a key of this log',
    ],
    [
      'of another log',
      (row, file) =>
        signRetained('a.example/b', { ...tampers.statedOf(row), ...file }, [foreignKey('a.example/b')]),
      'none of a month of this log',
    ],
    [
      'that a key of this log signed before it had it',
      (row, file) =>
        signRetained(
          app.get(LogKeys).origin,
          { ...tampers.statedOf(row), ...file, at: '2020-01-01T00:00:00.000Z' },
          [ofWorker(LogKeys).current],
        ),
      'not signed by a key of this log',
    ],
    ['that is no text of ours', () => 'x', 'none of a month of this log'],
  ])('is not given by a statement %s', async (_, forged, because) => {
    const file = await planted();
    const note = forged(await rowOf(gone), file);
    const set = { object_key: quoted(file.key), bytes: String(file.bytes), sha256: quoted(file.sha256) };
    await tampers.rewrite(await rowOf(gone), { ...set, note: quoted(note) });
    expect((await linkTo(gone)).body.code).toBe('audit.archive_unproven');
    expect((await told(gone))?.['because']).toContain(because);
  });

  it('is the one that it left by, whatever else is stated of it', async () => {
    const row = await rowOf(gone);
    const file = await planted();
    const { current } = ofWorker(LogKeys);
    const note = signRetained(app.get(LogKeys).origin, { ...tampers.statedOf(row), ...file }, [current]);
    const id = randomUUID();
    tampers.undoWith(`DELETE FROM audit_retentions WHERE id = '${id}'`);
    await tampers.byHand(`INSERT INTO audit_retentions SELECT '${id}', month, events, last_segment, seqs, bucket, ${quoted(file.key)}, ${file.bytes}, ${quoted(file.sha256)}, ${quoted(note)}, event_id, event_at, now(), NULL, NULL
                    FROM audit_retentions WHERE id = '${row.id}'`);
    const before = (await eventsOf('audit.archive_altered', gone)).length;
    expect((await linkTo(gone)).body).toMatchObject({ sha256: row.sha256 });
    expect(await eventsOf('audit.archive_altered', gone)).toHaveLength(before);
    await tampers.rewrite(row, { note: quoted('x') });
    expect((await linkTo(gone)).body.code).toBe('audit.archive_unproven');
  });
});

it('a month that is still in the log is the newest that was signed, and what was not is told', async () => {
  await archiveAgain();
  await archiveAgain();
  const [older, newer] = (await tampers.rowsOf(stays)) as [ArchiveRow, ArchiveRow];
  expect(older.sha256).not.toBe(newer.sha256);
  expect((await linkTo(stays)).body).toMatchObject({ sha256: newer.sha256 });
  const { key, bytes, sha256 } = await planted();
  await tampers.rewrite(await rowOf(stays), {
    object_key: quoted(key),
    bytes: String(bytes),
    sha256: quoted(sha256),
  });
  const before = (await eventsOf('audit.archive_altered', stays)).length;
  const { body } = await linkTo(stays);
  expect(body).toMatchObject({ sha256: older.sha256 });
  expect(await eventsOf('audit.archive_altered', stays)).toHaveLength(before + 1);
  expect(await told(stays)).toMatchObject({ key, because: expect.stringContaining('its row says another') });
  const { status, bytes: file } = await fetched(body.url);
  expect([status, createHash('sha256').update(file).digest('hex')]).toEqual([200, older.sha256]);
});

describe.each([
  ['an archived month', () => `audit/retention/months/${gone}/links`],
  ['an export that is kept', () => `audit/exports/${exportId}/links`],
])('a link to %s', (_, path) => {
  const ask = (idempotencyKey?: string) =>
    app.request('POST', path(), {
      as: auditor,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });

  it('is made anew for the same Idempotency-Key, and kept nowhere', async () => {
    const key = randomUUID();
    const [first, second] = [await ask(key), await ask(key)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    expect(second.body.url).not.toBe(first.body.url);
    expect(await query('SELECT FROM idempotency_keys WHERE key = $1', [key])).toEqual([]);
    for (const { body } of [first, second]) {
      const token = String(body.url).split('/').at(-1) as string;
      const kept = await query(
        `SELECT FROM audit_export_links l WHERE l::text LIKE '%' || $1 || '%'
          UNION ALL SELECT FROM idempotency_keys k WHERE k::text LIKE '%' || $1 || '%'
          UNION ALL SELECT FROM audit_events e WHERE e.body LIKE '%' || $1 || '%'`,
        [token],
      );
      expect(kept).toEqual([]);
      expect((await fetched(body.url)).status).toBe(200);
    }
  });

  it('gives its file once, of two who come at once to one, and nobody keeps it on the way', async () => {
    const { body } = await ask();
    const head = await fetch(`${app.url}${body.url}`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    const answers = await Promise.all([fetched(body.url), fetched(body.url)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const given = answers.find(({ status }) => status === 200);
    expect(given?.headers.get('cache-control')).toBe('no-store');
    expect(given?.headers.get('content-disposition')).toContain('attachment');
    expect((await fetched(body.url)).status).toBe(404);
  });

  it('is over when who asked has signed out', async () => {
    const { email } = auditor;
    const other = await app.signIn(email);
    const { body } = await app.request('POST', path(), { as: other });
    await app.request('POST', 'auth/logout', { headers: { cookie: other.cookie } });
    expect((await fetched(body.url)).status).toBe(404);
  });

  it('is nobody else’s to ask for', async () => {
    for (const role of ['depositor', 'curator', 'support'] as const) {
      const { status, body } = await app.request('POST', path(), { as: await app.person(role) });
      expect([status, body.url]).toEqual([403, undefined]);
    }
    expect((await app.request('POST', path())).status).toBe(401);
  });

  it('that is refused leaves the key free', async () => {
    const key = randomUUID();
    const missing = path().replace(gone, '2020-01').replace(exportId, randomUUID());
    const refused = await app.request('POST', missing, { as: auditor, idempotencyKey: key });
    expect([refused.status, refused.body.url]).toEqual([404, undefined]);
    expect(await query('SELECT FROM idempotency_keys WHERE key = $1', [key])).toEqual([]);
    expect((await ask(key)).status).toBe(201);
  });
});
