// What somebody may do to a log that months have left, who owns the database: each is found, and where.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditHealth } from '../../server/src/audit/audit-health.ts';
import { ArchiveStore } from '../../server/src/audit/retention/archive-store.ts';
import {
  hashOfNote,
  monthAfter,
  type RetainedMonth,
  signRetained,
} from '../../server/src/audit/archive/retained-month.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { type SigningKey, signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { ArchiveFiles } from '../../server/src/audit/verification/archive-files.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { ArchiveTampers, quoted } from '../factories/archive-tampers.ts';
import { verified } from '../factories/audit-verified.ts';
import { eventually } from '../factories/eventually.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const log = useLeavingLog(app);
const { query, sealed } = log;
const flaw = () => log.flaw();
const thisMonth = monthOfFile();
const [first, second, stays] = [-4, -3, -2].map((by) => monthAfter(thisMonth, by)) as [
  string,
  string,
  string,
];
const suffix = (month: string) => month.replace('-', '');
const tables = ['audit_events', 'audit_personal_values', 'audit_leaves'];

beforeAll(async () => {
  await log.begin([first, second, stays]);
  await log.wrote(first, first, second);
  await sealed();
  await log.wrote(first, second, second, stays, stays);
  await sealed();
  expect(await log.run()).toMatchObject({ state: 'done', months: [first, second] });
  await log.recorded('test.after', 'x');
  await sealed();
});

const tampers = new ArchiveTampers(app, log, tables);
const later: (() => Promise<void>)[] = [];
afterEach(async () => {
  await tampers.undo();
  for (const each of later.splice(0)) await each();
  expect(await flaw()).toBeNull();
});

async function rowOf(month: string) {
  const row = (await tampers.rowsOf(month)).find(({ hasLeft }) => hasLeft);
  if (!row) throw new Error(`${month} has not left`);
  return { ...row, stated: tampers.statedOf(row) };
}
async function withNote(
  month: string,
  change: Partial<RetainedMonth>,
  origin = app.get(LogKeys).origin,
  key?: SigningKey,
) {
  const row = await rowOf(month);
  const forged = signRetained(origin, { ...row.stated, ...change }, [key ?? app.get(LogKeys).current]);
  await tampers.rewrite(row, { note: quoted(forged) });
}

it('a log as the retention leaves it is whole', async () => {
  expect(await flaw()).toBeNull();
  const remaining = await query(
    'SELECT FROM audit_leaves WHERE segment <= (SELECT max(last_segment) FROM audit_retentions)',
  );
  expect(remaining.length).toBeGreaterThanOrEqual(2); // what makes the tampers below worth while
});

describe('a month', () => {
  it('that was dropped without an archive is missed', async () => {
    const [{ seq = 0 } = {}] = await query<{ seq: number }>(
      `SELECT min(seq)::int AS seq FROM audit_leaves WHERE occurred_at < $1`,
      [`${monthAfter(stays)}-01`],
    );
    const part = (table: string) => `${table}_${suffix(stays)}`;
    for (const table of tables) {
      tampers.undoWith(
        `ALTER TABLE ${table} ATTACH PARTITION ${part(table)} FOR VALUES FROM ('${stays}-01 00:00:00+00') TO ('${monthAfter(stays)}-01 00:00:00+00')`,
      );
      await log.owner.query(`ALTER TABLE ${table} DETACH PARTITION ${part(table)}`);
    }
    expect(await flaw()).toContain(
      `event ${seq}: was sealed and is no longer there, and no archived month has it`,
    );
  });

  it('that left and whose row is gone is missed', async () => {
    for (const month of [second, first]) {
      await tampers.rewrite(await rowOf(month), { dropped_at: 'NULL' });
      expect(await flaw()).toMatch(
        month === second ? /^event \d+: .*no archived month has it/ : /event 1 is missing|^event \d+/,
      );
    }
  });

  it('that is said to have left by hand, and is still there', async () => {
    const { id, stated } = await rowOf(second);
    const fake = randomUUID();
    tampers.undoWith(`DELETE FROM audit_retentions WHERE id = '${fake}'`);
    const note = signRetained(app.get(LogKeys).origin, { ...stated, month: stays, previous: null }, [
      app.get(LogKeys).current,
    ]);
    const copied = (forged: string) =>
      tampers.byHand(`INSERT INTO audit_retentions SELECT '${fake}', '${stays}', events, last_segment, seqs, bucket, object_key, bytes, sha256, ${quoted(forged)}, event_id, event_at, archived_at, now(), NULL
                FROM audit_retentions WHERE id = '${id}'`);
    await copied(note);
    expect(await flaw()).toContain(`archive of ${stays}: its statement does not follow that of ${second}`);
    await tampers.byHand(`DELETE FROM audit_retentions WHERE id = '${fake}'`);
    await copied(
      signRetained(
        app.get(LogKeys).origin,
        { ...stated, month: stays, previous: hashOfNote((await rowOf(second)).note) },
        [app.get(LogKeys).current],
      ),
    );
    expect(await flaw()).toContain(
      `archive of ${stays}: the month is said to have left the log, and is still there`,
    );
  });
});

describe('a statement', () => {
  it('that another key signed', async () => {
    const { origin } = app.get(LogKeys);
    await withNote(second, {}, origin, signingKey(origin, randomBytes(32).toString('base64')));
    expect(await flaw()).toBe(`archive of ${second}: its statement is not signed by a known key`);
  });

  it('of another log', async () => {
    const origin = 'other.example/audit';
    await withNote(first, {}, origin, signingKey(origin, randomBytes(32).toString('base64')));
    expect(await flaw()).toBe('archive: statement 1 is none of a month of this log');
  });

  it('that the log’s own key signed, and no event tells of', async () => {
    await withNote(second, { at: new Date().toISOString() });
    expect(await flaw()).toBe(`archive of ${second}: no event in the log tells of what is stated of it`);
  });

  it.each(['no JSON', '{"facts":{"statement":"\\u0000"}}', '7'])(
    'whose event cannot be read: %s',
    async (text) => {
      const { id } = await rowOf(second);
      const [{ eventId = '', body = '' } = {}] = await query<{ eventId: string; body: string }>(
        `SELECT e.id AS "eventId", e.body FROM audit_retentions r JOIN audit_events e ON e.occurred_at = r.event_at AND e.id = r.event_id
          WHERE r.id = $1`,
        [id],
      );
      const set = (to: string) => `UPDATE audit_events SET body = ${quoted(to)} WHERE id = '${eventId}'`;
      tampers.undoWith(set(body));
      await tampers.byHand(set(text));
      expect(await flaw()).toContain(
        `${eventId} is not as it was sealed; other bad places: archive of ${second}`,
      );
    },
  );

  it('of an older month that was signed anew breaks those that follow', async () => {
    await withNote(first, { at: new Date().toISOString() });
    expect(await flaw()).toBe(`archive of ${second}: its statement does not follow that of ${first}`);
  });

  it.each([
    ['events', 'events + 1'],
    ['lastSegment', 'last_segment + 1'],
    ['seqs', `seqs + '{[1000000,1000001)}'::int8multirange`],
    ['bucket', `'elsewhere'`],
    ['sha256', `repeat('0', 64)`],
    ['bytes', 'bytes + 1'],
  ])('beside which the row says something else: %s', async (name, value) => {
    const column = name === 'lastSegment' ? 'last_segment' : name;
    await tampers.rewrite(await rowOf(first), { [column]: value });
    expect(await flaw()).toBe(`archive of ${first}: ${name} is not as it was stated`);
  });
});

describe('what remains of a segment that archived events lie in', () => {
  const boundary = `SELECT l.seq::int AS seq, l.event_id AS id FROM audit_leaves l
    WHERE l.segment <= (SELECT max(last_segment) FROM audit_retentions) ORDER BY l.seq DESC LIMIT 1`;

  async function taken(seqTable: readonly string[]): Promise<number> {
    const [{ seq = 0, id = '' } = {}] = await query<{ seq: number; id: string }>(boundary);
    for (const table of seqTable) {
      const column = table === 'audit_events' ? 'id' : 'event_id';
      await log.owner.query(
        `CREATE TABLE IF NOT EXISTS saved_${table} AS SELECT * FROM ${table} WHERE false; DELETE FROM saved_${table}; INSERT INTO saved_${table} SELECT * FROM ${table} WHERE ${column} = '${id}'`,
      );
      tampers.undoWith(`INSERT INTO ${table} SELECT * FROM saved_${table}`);
      await tampers.byHand(`DELETE FROM ${table} WHERE ${column} = '${id}'`);
    }
    return seq;
  }

  it('lacks an event, with all that told of it', async () => {
    const seq = await taken(['audit_events', 'audit_leaves']);
    expect(await flaw()).toContain(
      `event ${seq}: was sealed and is no longer there, and no archived month has it`,
    );
  });

  it('lacks the text of an event', async () => {
    const seq = await taken(['audit_events']);
    expect(await flaw()).toContain(`event ${seq}: was sealed and is no longer there`);
  });

  it('has another event with its own hash', async () => {
    const [{ id = '' } = {}] = await query<{ id: string }>(boundary);
    const [{ leaf = '', body = '' } = {}] = await query<{ leaf: string; body: string }>(
      `SELECT encode(l.leaf, 'hex') AS leaf, e.body FROM audit_leaves l JOIN audit_events e ON e.id = l.event_id AND e.occurred_at = l.occurred_at WHERE l.event_id = $1`,
      [id],
    );
    const set = (text: string, hash: string) => [
      `UPDATE audit_events SET body = ${quoted(text)} WHERE id = '${id}'`,
      `UPDATE audit_leaves SET leaf = ${hash} WHERE event_id = '${id}'`,
    ];
    tampers.undoWith(...set(body, `'\\x${leaf}'`));
    const forged = body.replace('"label":"', '"label":"not ');
    await tampers.byHand(...set(forged, `sha256('\\x00'::bytea || convert_to(${quoted(forged)}, 'UTF8'))`));
    expect(await flaw()).toMatch(
      /^event \d+: event \d+ is not in segment \d+: its proof does not lead there/,
    );
  });
});

describe('an archive', () => {
  const store = () => {
    const { config } = app;
    return new S3Client({
      endpoint: config.AUDIT_EXPORT_ENDPOINT ?? config.S3_HOT_ENDPOINT ?? '',
      region: config.S3_HOT_REGION,
      forcePathStyle: true,
      credentials: {
        accessKeyId: config.AUDIT_EXPORT_ACCESS_KEY_ID ?? config.S3_HOT_ACCESS_KEY_ID ?? '',
        secretAccessKey: config.AUDIT_EXPORT_SECRET_ACCESS_KEY ?? config.S3_HOT_SECRET_ACCESS_KEY ?? '',
      },
    });
  };

  it.each(['replaced by one of the same size', 'replaced by a shorter one', 'missing'])(
    'that is %s',
    async (how) => {
      const { bucket: Bucket, key: Key, stated } = await rowOf(first);
      const path = join(tmpdir(), `seqdb-${randomUUID()}`);
      await app.get(ArchiveStore).fetch(Bucket, Key, path);
      const s3 = store();
      later.push(async () => {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: await readFile(path) }));
        await rm(path);
        s3.destroy();
      });
      if (how === 'missing') await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      else
        await s3.send(
          new PutObjectCommand({
            Bucket,
            Key,
            Body: randomBytes(how.includes('shorter') ? 10 : stated.bytes),
          }),
        );
      expect(await flaw()).toMatch(
        how === 'missing'
          ? `archive of ${first}: ${Key} is no longer in the bucket`
          : `archive of ${first}: ${Key} in the bucket ${Bucket} is not the file that was archived`,
      );
    },
  );

  it('that cannot be reached says nothing about the log, and is told beside what was found', async () => {
    const away = new ArchiveStore({ ...app.config, AUDIT_EXPORT_ENDPOINT: 'http://127.0.0.1:1' });
    const files = await inOneMoment(poolOf(app.get(DataSource)), ({ others }) =>
      app.get(ArchiveFiles).list(others),
    );
    const found = {
      here: await app.get(ArchiveFiles).check(files, true),
      away: await new ArchiveFiles(away).check(files, true),
    };
    expect(found).toEqual({
      here: { archives: 2, archivesDoubt: null },
      away: {
        archives: null,
        archivesDoubt: { code: 'archive_unreachable', params: {}, says: 'the archive could not be read' },
      },
    });
  });
});

describe('a verification of an archive that cannot be read', () => {
  it('holds no moment of the log meanwhile, passes, and shows on the health page', async () => {
    const store = app.worker?.get(ArchiveStore) ?? app.get(ArchiveStore);
    const held = async () =>
      (
        await log.owner.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user AND backend_xmin IS NOT NULL`,
        )
      ).rowCount ?? 0;
    let isFree = false;
    const asked = vi.spyOn(store, 'sizeOf').mockImplementation(async () => {
      // A short statement of somebody else's may be running, too.
      await eventually(async () => (await held()) === 0, 30);
      isFree = true;
      throw new Error('away');
    });
    const auditor = await app.person('auditor');
    try {
      await verified(app, auditor);
      expect(isFree).toBe(true);
      const [row] = await query(
        'SELECT state, archives, archives_doubt, reasons FROM audit_verifications ORDER BY finished_at DESC LIMIT 1',
      );
      expect(row).toEqual({
        state: 'passed',
        archives: null,
        archives_doubt: 'the archive could not be read',
        reasons: { archivesDoubt: { code: 'archive_unreachable', params: {} } },
      });
      expect((await app.get(AuditHealth).standing()).trouble).toContain(
        'the last verification did not find out whether the archived months are there: the archive could not be read',
      );
    } finally {
      asked.mockRestore();
    }
    await verified(app, auditor);
    expect((await app.get(AuditHealth).standing()).trouble ?? '').not.toContain('archived months');
  });
});

describe('a legal hold', () => {
  const setHold = async () => {
    const auditor = await app.person('auditor');
    const { body } = await app.request('POST', 'audit/holds', {
      as: auditor,
      body: { kind: 'period', since: `${stays}-01`, until: `${stays}-02`, reason: 'a court asked' },
    });
    return { id: body.id as string, auditor };
  };
  const lift = async (id: string, auditor: Awaited<ReturnType<typeof setHold>>['auditor']) =>
    app.request('POST', `audit/holds/${id}/lift`, { as: auditor, ifMatch: 1, body: { reason: 'over' } });

  it('that was removed, lifted or changed by hand', async () => {
    const { id, auditor } = await setHold();
    const [event] = await query<{ id: string }>(
      `SELECT id FROM audit_events WHERE action = 'audit.hold' AND target_id = $1`,
      [id],
    );
    await log.owner.query(`CREATE TABLE saved_holds AS SELECT * FROM audit_holds WHERE id = '${id}'`);
    await log.owner.query(`DELETE FROM audit_holds WHERE id = '${id}'`);
    expect(await flaw()).toBe(`event ${event?.id}: the legal hold that it set is no longer there`);
    await log.owner.query('INSERT INTO audit_holds SELECT * FROM saved_holds');
    await log.owner.query(
      `UPDATE audit_holds SET lifted_by = 'x', lifted_at = now(), lift_reason = 'x' WHERE id = '${id}'`,
    );
    expect(await flaw()).toBe(`hold ${id}: no event says that this legal hold was lifted`);
    await log.owner.query(
      `UPDATE audit_holds SET lifted_by = NULL, lifted_at = NULL, lift_reason = NULL, until = since WHERE id = '${id}'`,
    );
    expect(await flaw()).toBe(`hold ${id}: this legal hold is not the one that was set`);
    await log.owner.query(`UPDATE audit_holds SET until = '${stays}-02' WHERE id = '${id}'`);
    await lift(id, auditor);
    expect(await flaw()).toBeNull();
    await log.owner.query(
      `UPDATE audit_holds SET lifted_by = NULL, lifted_at = NULL, lift_reason = NULL WHERE id = '${id}'`,
    );
    expect(await flaw()).toBe(`hold ${id}: an event says that this legal hold was lifted`);
    await log.owner.query(
      `UPDATE audit_holds SET lifted_by = 'x', lifted_at = now(), lift_reason = 'x' WHERE id = '${id}'`,
    );
  });

  it('that nobody set', async () => {
    const id = randomUUID();
    await log.owner.query(
      `INSERT INTO audit_holds (id, kind, since, until, reason, set_by, set_at) VALUES ('${id}', 'period', '2026-01-01', '2026-01-02', 'x', 'x', now())`,
    );
    expect(await flaw()).toBe(`hold ${id}: no event of the log sets this legal hold`);
    await log.owner.query(`DELETE FROM audit_holds WHERE id = '${id}'`);
  });
});

it('values that were erased by an erasure which only an archived event could have asked for', async () => {
  const person = await app.person('depositor');
  const erasure = randomUUID();
  const [event = ''] = [
    `${Date.parse(`${first}-20T00:00:00Z`).toString(16).padStart(12, '0')}7000800000000000000a`,
  ];
  const eventId = event.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  tampers.undoWith(
    `DELETE FROM audit_erasures WHERE id = '${erasure}'`,
    `UPDATE audit_personal_values v SET person_id = s.person_id, opened = s.opened, reason = s.reason, address = s.address FROM saved_values s WHERE v.event_id = s.event_id AND v.person_id = 'erased ${erasure}'`,
  );
  await log.owner.query(
    `CREATE TABLE saved_values AS SELECT * FROM audit_personal_values WHERE person_id = '${person.id}' LIMIT 1`,
  );
  await tampers.byHand(
    `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at, state, done_at) VALUES ('${erasure}', '${person.id}', '${eventId}', '${first}-20 00:00:00+00', 'x', now(), 'done', now())`,
    `UPDATE audit_personal_values v SET person_id = 'erased ${erasure}', reason = NULL, address = NULL,
       opened = (SELECT jsonb_object_agg(key, '{"erased": "2026-01-01"}'::jsonb) FROM jsonb_object_keys(v.opened) key)
      FROM saved_values s WHERE v.event_id = s.event_id AND v.person_id = s.person_id`,
  );
  expect(await flaw()).toContain('its personal values are gone, and nobody asked to erase them');
});
