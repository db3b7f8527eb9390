// A log whose end was taken away with all that told of it, and one whose head another key signed that the database knows.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeadPublisher } from '../../server/src/audit/publication/head-publisher.ts';
import { parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import { LogKeys } from '../../server/src/audit/sealing/log-keys.ts';
import { Sealer } from '../../server/src/audit/sealing/sealer.ts';
import { signNote } from '../../server/src/audit/sealing/signed-note.ts';
import { signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_HEADS_SECONDS: '0.1' } });
let owner: Client;
const query = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await owner.query(sql, values)).rows as Row[];
const newest = async (): Promise<number> =>
  (await query<{ number: number }>('SELECT coalesce(max(number), 0)::int AS number FROM audit_segments'))[0]
    ?.number ?? 0;

/** As who owns the tables can. */
async function asOwner(...statements: string[]): Promise<void> {
  const tables = ['audit_events', 'audit_leaves', 'audit_segments', 'audit_personal_values', 'audit_keys'];
  const all = (what: string) => tables.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join(';');
  await owner.query(['BEGIN', all('DISABLE'), ...statements, all('ENABLE'), 'COMMIT'].join(';'));
}

async function sealed(): Promise<void> {
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0);
  await eventually(async () => {
    const [place] = await query<{ segment: number }>(
      `SELECT segment::int FROM audit_publications WHERE place = 'bucket'`,
    );
    return place !== undefined && place.segment === (await newest());
  });
}

/** @param laterMs how much later than it is, as far as the verification knows */
async function verify(laterMs = 0): Promise<unknown> {
  return inOneMoment(poolOf(app.get(DataSource)), async (moment) => {
    const { others } = moment;
    const asked = others.query.bind(others);
    others.query = async <Row>(sql: string, values?: unknown[]) =>
      sql === 'SELECT now() AS now'
        ? ([{ now: new Date(Date.now() + laterMs) }] as Row[])
        : asked<Row>(sql, values);
    return verifyLogIn(moment, await app.get(PublishedTrust).load(others), async () => undefined);
  });
}

beforeAll(async () => {
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  await owner.connect();
  for (let n = 0; n < 3; n++) {
    const before = await newest();
    await app.person('depositor');
    await eventually(async () => (await newest()) > before);
    await sealed();
  }
  await app.worker?.get(HeadPublisher).beforeApplicationShutdown();
  await app.worker?.get(Sealer).beforeApplicationShutdown();
});
afterAll(() => owner.end());

describe('a head that only a key signed', () => {
  it('which the database knows and nobody else is an alarm', async () => {
    const [{ head = '', number = 0 } = {}] = await query<{ head: string; number: number }>(
      'SELECT head, number::int FROM audit_segments ORDER BY number DESC LIMIT 1',
    );
    const { origin } = app.get(LogKeys);
    const foreign = signingKey(origin, randomBytes(32).toString('base64'));
    await query(
      `INSERT INTO audit_keys (name, id, public_key, valid_from) VALUES ($1, $2, $3, now() - interval '1 day')`,
      [foreign.name, foreign.id, foreign.publicKey],
    );
    const { text = '' } = parseHead(head)?.note ?? {};
    const put = (note: string) =>
      asOwner(`UPDATE audit_segments SET head = ${owner.escapeLiteral(note)} WHERE number = ${number}`);
    await expect(verify()).rejects.toThrow(`key ${foreign.id}: no event of the log says`);
    await put(signNote(text, [foreign]));
    await expect(verify()).rejects.toThrow(`segment ${number}: its head is not signed by a key of the log`);
    await put(head);
    await asOwner(`DELETE FROM audit_keys WHERE id = '${foreign.id}'`);
    await expect(verify()).resolves.toMatchObject({ segments: number });
  });
});

describe('a log that was cut back', () => {
  let cut = 0;

  it('with its segments, heads and what the database says of their publication misses what the bucket holds', async () => {
    cut = await newest();
    await asOwner(
      `DELETE FROM audit_personal_values v USING audit_leaves l WHERE l.event_id = v.event_id AND l.segment = ${cut}`,
      `DELETE FROM audit_events e USING audit_leaves l WHERE l.event_id = e.id AND l.segment = ${cut}`,
      `DELETE FROM audit_leaves WHERE segment = ${cut}`,
      `DELETE FROM audit_segments WHERE number = ${cut}`,
      `UPDATE audit_publications SET segment = ${cut - 1}`,
    );
    // A head may be signed a moment before its segment is there to be seen, so that this takes two minutes to tell.
    await expect(verify(180_000)).rejects.toThrow(
      `segment ${cut}: missing: a head published before the export covers ${cut} segments`,
    );
  });

  it('and goes on is another than was published, which is an alarm at once', async () => {
    await app.startWorker(); // seals upon the last head that is left, and publishes
    await app.person('depositor');
    await eventually(async () => (await newest()) >= cut);
    await eventually(async () => {
      const { body } = await app.request('GET', 'health/ready');
      return Boolean(body.checks.audit.detail?.includes(`lies in the bucket (segment ${cut})`));
    });
    await expect(verify()).rejects.toThrow(`segment ${cut}: a published head says that the log was another`);
    expect(
      await query(`SELECT target_id FROM audit_events WHERE action = 'audit.publication_alarm'`),
    ).toEqual([{ target_id: String(cut) }]);
  });
});
