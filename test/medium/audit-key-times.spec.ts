// Which keys sign for the log, and when, is what its events say: also after an upgrade, after retention, and for who
// owns the tables.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditKeyTimes1763705800000 } from '../../migrations/1763705800000-audit-key-times.ts';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { monthContents } from '../../server/src/audit/retention/month-contents.ts';
import { KeyRegister } from '../../server/src/audit/sealing/key-register.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { Flaws } from '../../server/src/audit/verification/flaws.ts';
import { findUntoldKeys } from '../../server/src/audit/verification/key-events.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let owner: Client;
beforeAll(async () => {
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 1, 60);
});
afterAll(() => owner.end());

const query = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await owner.query(sql, values)).rows as Row[];
const sealed = () => eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
const toldOf = (id: string) =>
  query(`SELECT FROM audit_events WHERE action = 'audit.key_register' AND target_id = $1`, [id]);
const newKey = () => signingKey(app.get(LogKeys).origin, randomBytes(32).toString('base64'));

/** As who owns the tables can. */
const asOwner = (statement: string) =>
  owner.query(
    `BEGIN; ALTER TABLE audit_keys DISABLE TRIGGER USER; ${statement}; ALTER TABLE audit_keys ENABLE TRIGGER USER; COMMIT`,
  );
/** As a release that told nobody. */
const addInSilence = async (from: string, until: string | null) => {
  const { name, id, publicKey } = newKey();
  await query(
    'INSERT INTO audit_keys (name, id, public_key, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5)',
    [name, id, publicKey, from, until],
  );
  return id;
};

async function flaw(): Promise<string | null> {
  await sealed();
  try {
    await inOneMoment(poolOf(app.get(DataSource)), async (moment) =>
      verifyLogIn(moment, await app.get(PublishedTrust).load(moment.others), async () => undefined),
    );
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('keys that stood before the log told when they are good', () => {
  let [old, retired] = ['', ''];

  it('are found until an event tells of them, however long ago they begin', async () => {
    expect(await flaw()).toBeNull();
    old = await addInSilence('2020-01-01T00:00:00.123Z', null);
    expect(await flaw()).toContain(`key ${old}: no event of the log says that this key was added`);
    retired = await addInSilence('2020-01-01T00:00:00Z', '2020-06-01T00:00:00.654Z');
  });

  it('are told of by the upgrade, once, and every text of it is one of ours', async () => {
    const database = await new DataSource({
      type: 'postgres',
      url: app.config.DATABASE_MIGRATION_URL ?? '',
    }).initialize();
    const runner = database.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SET LOCAL timezone = 'Asia/Tokyo'`);
    await new AuditKeyTimes1763705800000().up(runner);
    await runner.commitTransaction();
    await runner.release();
    await database.destroy();
    expect(await flaw()).toBeNull();
    expect(await toldOf(old)).toHaveLength(1);
    const [{ id, at, body, facts } = { id: '', at: new Date(), body: '', facts: {} }] = await query<{
      id: string;
      at: Date;
      body: string;
      facts: Record<string, string>;
    }>(
      `SELECT id, occurred_at AS at, body, body::json -> 'facts' AS facts FROM audit_events WHERE target_id = $1`,
      [retired],
    );
    expect(facts['validUntil']).toBe('2020-06-01T00:00:00.654000Z');
    const target = { type: 'AuditKey', id: retired, label: app.get(LogKeys).origin };
    const event = { action: 'audit.key_register', target, facts };
    expect(bodyOf(id, at, systemActor('audit'), event).body).toBe(body);
  });

  it('are found when one is brought back, or good for longer', async () => {
    for (const until of ['NULL', `'2100-01-01'`]) {
      await asOwner(`UPDATE audit_keys SET valid_until = ${until} WHERE id = '${retired}'`);
      expect(await flaw()).toContain(`key ${retired}: it is good until another moment`);
    }
    await asOwner(`UPDATE audit_keys SET valid_until = '2020-06-01T00:00:00.654Z' WHERE id = '${retired}'`);
    expect(await flaw()).toBeNull();
  });

  it('are no excuse for others: a worker that starts tells of none that it did not add', async () => {
    const silent = await addInSilence('2020-01-01', null);
    await app.worker?.get(KeyRegister).register();
    expect(await toldOf(silent)).toHaveLength(0);
    expect(await flaw()).toContain(`key ${silent}`);
    await asOwner(`DELETE FROM audit_keys WHERE id = '${silent}'`);
    expect(await flaw()).toBeNull();
  });

  it('are known by what is kept of a month that leaves', async () => {
    await inOneMoment(poolOf(app.get(DataSource)), async ({ others }) => {
      // Two, where a month has ended meanwhile.
      const months = await query<{ month: string }>(
        `SELECT DISTINCT to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month FROM audit_events WHERE action = 'audit.key_register' ORDER BY 1`,
      );
      const kept = [];
      for (const { month } of months) kept.push(...(await monthContents(others, month)).remembers);
      const remembers = JSON.parse(JSON.stringify(kept)) as typeof kept;
      const asked = others.query.bind(others);
      others.query = async <Row>(sql: string, values?: unknown[]) =>
        sql.includes('FROM audit_events') ? [] : asked<Row>(sql, values);
      const [flaws, lost] = [new Flaws(), new Flaws()];
      await findUntoldKeys(others, remembers, flaws);
      expect(flaws.areAny).toBe(false);
      await findUntoldKeys(others, [], lost);
      expect(lost.areAny).toBe(true);
    });
  });
});

describe('a key is not added, also for who has the role of the sealer,', () => {
  const add = async (minutes: number, at: Date) => {
    const sealer = new Client({ connectionString: app.config.DATABASE_SEALER_URL });
    await sealer.connect();
    const { name, id, publicKey } = newKey();
    const standing = await query<{ id: string }>(
      'SELECT id FROM audit_keys WHERE name = $1 AND valid_until IS NULL ORDER BY valid_from, id',
      [name],
    );
    const eventId = uuidv7({ msecs: at.getTime() });
    const { body } = bodyOf(eventId, at, systemActor('audit'), {
      action: 'audit.key_register',
      target: { type: 'AuditKey', id, label: name },
      changes: [{ field: 'keyId', before: standing.map((key) => key.id).join(', ') || null, after: id }],
      facts: { purpose: 'heads', publicKey, overlapMinutes: minutes },
    });
    await sealer
      .query('SELECT audit_register_key($1, $2, $3, $4, $5, $6, $7)', [
        name,
        id,
        publicKey,
        minutes,
        eventId,
        at,
        body,
      ])
      .finally(() => sealer.end());
  };
  const now = async () =>
    (await query<{ now: Date }>('SELECT clock_timestamp() AS now'))[0]?.now ?? new Date();

  it.each([-1, -100_000, 1_441])('with %d minutes for the one before', async (minutes) => {
    await expect(add(minutes, await now())).rejects.toThrow('signs on for 0 to 1440 minutes');
  });

  it.each([-86_400_000, 86_400_000])('at another moment, by %d ms', async (ms) => {
    await expect(add(60, new Date((await now()).getTime() + ms))).rejects.toThrow('a key is not added at');
  });

  it('and is as its event says, with the ones whose place it takes', async () => {
    await add(1_440, await now());
    expect(await flaw()).toBeNull();
  });
});
