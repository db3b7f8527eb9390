// A transaction that somebody forgot keeps an erasure from its end: the person's page and the readiness tell of it, and
// sessions of the application's own role are ended.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErasureHealth } from '../../server/src/audit/erasure/erasure-health.ts';
import { LongWriters } from '../../server/src/audit/erasure/long-writers.ts';
import { OpenWriters } from '../../server/src/audit/erasure/open-writers.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { inEnglish } from '../../server/src/audit/health-sentences.contract.ts';
import { Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

let ownerUrl = '';
const app = useApp({
  env: (env) => {
    ownerUrl = env['DATABASE_MIGRATION_URL'] ?? '';
    return {};
  },
});
const erasing = Erasing.use(app);

const clients: Client[] = [];
afterAll(() => Promise.all(clients.map((client) => client.end())));

/** A session of somebody's own with a transaction that has written, or read, and goes on. */
async function forgotten(connectionString: string, lock = 'ROW EXCLUSIVE'): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined); // that it is ended is what is looked for
  await client.connect();
  clients.push(client);
  await client.query('BEGIN');
  await client.query(`LOCK TABLE audit_events IN ${lock} MODE`);
  return client;
}
const ask = async <Value>(client: Client, sql: string): Promise<Value> =>
  Object.values((await client.query(sql)).rows[0])[0] as Value;
const pidOf = (client: Client) => ask<number>(client, 'SELECT pg_backend_pid()');
const began = async (client: Client) => (await ask<Date>(client, 'SELECT now()')).toISOString();
const closedBefore = (person: Person, interval: string) =>
  erasing.query(`UPDATE audit_erasures SET closed_at = now() - $2::interval WHERE person_id = $1`, [
    person.id,
    interval,
  ]);
const trouble = async () => inEnglish(await app.get(ErasureHealth).troubles());
const isGone = (pid: number) =>
  eventually(
    async () => (await erasing.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).length === 0,
  );
const ready = async () => (await app.request('GET', 'health/ready')).body;

describe('an erasure that a transaction keeps from its end', () => {
  let person: Person;
  let writer: Client;
  beforeAll(async () => {
    ({ person } = await erasing.depositor());
    writer = await forgotten(app.config.DATABASE_URL);
    expect((await erasing.erase(person)).body).toMatchObject({ state: 'requested', openTransaction: null });
    expect(await erasing.erasureOf(person)).toMatchObject({ openTransaction: null });
    await expect(erasing.finish(person)).rejects.toThrow(Postponed);
  }, 120_000);

  it('says since when that is open, and that no hold is it', async () => {
    expect(await erasing.valuesOf(person)).toBe(0);
    const openTransaction = { since: await began(writer) };
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'requested', holds: [], openTransaction });
  });

  it('is told by the readiness when that has lasted for an hour, without saying whose it is', async () => {
    expect(await trouble()).toBe(null);
    await closedBefore(person, '59 minutes');
    expect(await trouble()).toBe(null);
    await closedBefore(person, '61 minutes');
    const late = await trouble();
    expect(late).toMatch(/^an erasure has waited since \S+Z for a transaction that has been open since/);
    expect(late).toContain(await began(writer));
    expect(late).not.toContain(person.id);
    const { status, checks } = await ready();
    expect([status, checks.audit.ok]).toEqual(['degraded', false]);
    expect(checks.audit.detail).toContain(late);
  });

  it('leaves alone a session that has been without a statement for less than an hour', async () => {
    expect(await app.get(LongWriters).endForgotten()).toEqual([]);
    expect(await pidOf(writer)).toBeGreaterThan(0);
  });

  it('does not tell the moment of another role’s transaction, and does not take it for a hold', async () => {
    const owner = await forgotten(ownerUrl);
    await writer.query('ROLLBACK');
    expect(await erasing.erasureOf(person)).toMatchObject({ holds: [], openTransaction: { since: null } });
    expect(await trouble()).toMatch(/for another database role's transaction$/);
    expect(await app.get(LongWriters).endForgotten(0)).toEqual([]);
    await owner.query('ROLLBACK');
  });

  it('is told of no longer when it has ended', async () => {
    expect(await trouble()).toBe(null);
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'requested', openTransaction: null });
    await erasing.finish(person);
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done', openTransaction: null });
    const other = await forgotten(ownerUrl);
    expect(await app.get(LongWriters).oldest()).toEqual({ since: null });
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done', openTransaction: null });
    expect(await trouble()).toBe(null);
    await other.query('ROLLBACK');
  });
});

it('sessions of the application’s role that wrote and were forgotten are ended, and no others', async () => {
  const [writer, reader] = [
    await forgotten(app.config.DATABASE_URL),
    await forgotten(app.config.DATABASE_URL, 'ACCESS SHARE'),
  ];
  const owner = await forgotten(ownerUrl);
  const [pid, since] = [await pidOf(writer), await began(writer)];
  const ended: unknown[] = [];
  await eventually(async () => {
    ended.push(...(await app.get(LongWriters).endForgotten(500)));
    return ended.length > 0;
  });
  expect(ended).toEqual([{ pid, since: new Date(since) }]);
  await isGone(pid);
  await expect(writer.query('COMMIT')).rejects.toThrow();
  for (const client of [reader, owner]) expect(await pidOf(client)).toBeGreaterThan(0);
  for (const client of [reader, owner]) await client.query('ROLLBACK');
});

it('a session that was forgotten is ended when the erasure puts itself off, and the next attempt gets through', async () => {
  const { person } = await erasing.depositor();
  const pid = await pidOf(await forgotten(app.config.DATABASE_URL));
  expect((await erasing.erase(person)).status).toBe(202);
  const { uow, audit, mentions, duties } = app.get(PersonalValues) as unknown as Record<string, never>;
  const [writers, long] = [app.get(OpenWriters), app.get(LongWriters)];
  // An hour is over at once.
  const impatient = [
    { ended: () => writers.ended(undefined, 0) },
    { oldest: () => long.oldest(0), endForgotten: () => long.endForgotten(0) },
  ] as const;
  const values = new PersonalValues(
    uow as never,
    audit as never,
    mentions as never,
    impatient[0] as OpenWriters,
    duties as never,
    impatient[1] as LongWriters,
  );
  const { id } = await erasing.erasureOf(person);
  await expect(values.erase(id, { fence: () => Promise.resolve() })).rejects.toThrow(Postponed);
  await isGone(pid);
  await erasing.finish(person);
  expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done', openTransaction: null });
});
