import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AuditEvent, personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { AuditPartitions } from '../../server/src/audit/audit-partitions.ts';
import { allowMadeUpPast } from '../../server/src/audit/made-up-past.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { Tx } from '../../server/src/platform/database/tx.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { useDatabase } from '../setup/database.ts';

const database = useDatabase();
const clock = new Clock();
const log = new AuditLog(clock);
let source: DataSource;
let uow: UnitOfWork;
const clients: Client[] = [];
let owner: Client;
let sealer: Client;
let app: Client;

async function connect(variable: string): Promise<Client> {
  const client = new Client({ connectionString: database.env[variable], options: '-c lock_timeout=3s' });
  await client.connect();
  clients.push(client);
  return client;
}

beforeAll(async () => {
  const url = database.env['DATABASE_URL'] ?? '';
  const extra = { options: '-c timezone=UTC -c lock_timeout=3s' };
  source = await new DataSource({ type: 'postgres', url, extra }).initialize();
  uow = new UnitOfWork(source, { ring: () => undefined });
  owner = await connect('DATABASE_MIGRATION_URL');
  sealer = await connect('DATABASE_SEALER_URL');
  app = await connect('DATABASE_URL');
  await uow.run((tx) => log.record(tx, ada, approve()));
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await source.destroy();
});

afterEach(() => clock.standAt(undefined));

const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: 'ada',
  name: 'Ada',
  origin: { requestId: 'r1', address: '192.0.2.7', client: null },
};
const approve = (): AuditEvent => ({
  action: 'submission.approve',
  target: { type: 'Submission', id: randomUUID(), label: 'Potato' },
});

const one = async (sql: string, values: unknown[] = []) => (await source.query(sql, values))[0];
const months = async (): Promise<string[]> =>
  (
    await owner.query(
      `SELECT c.relname AS name FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
        WHERE inhparent IN ('audit_events'::regclass, 'audit_personal_values'::regclass) ORDER BY 1`,
    )
  ).rows.map(({ name }: { name: string }) => name);

const raw = (id: string, at: Date, actorType: string) =>
  app.query(
    `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
     VALUES ($1, $2, 'x.y', $3, 'a', 'T', 't', 'T', 't', '{}')`,
    [id, at, actorType],
  );

/** What is left of an event whose transaction ends so. */
async function rowsAfter(end: 'kept' | 'undone') {
  let id = '';
  await uow
    .run(async (tx) => {
      id = await log.record(tx, { ...ada, id: `ada-${end}` }, { ...approve(), reason: 'complete' });
      if (end === 'undone') throw new Error(end);
    })
    .catch((error: Error) => expect(error.message).toBe('undone'));
  return one(
    `SELECT (SELECT count(*) FROM audit_events WHERE id = $1)::int AS events,
            (SELECT count(*) FROM audit_personal_values WHERE event_id = $1)::int AS personal,
            (SELECT count(*) FROM audit_people WHERE person_id = $2)::int AS people,
            (SELECT count(*) FROM audit_unsealed u JOIN audit_events e ON e.id = u.event_id AND e.occurred_at = u.occurred_at WHERE e.id = $1)::int AS unsealed`,
    [id, `ada-${end}`],
  );
}

describe('an event', () => {
  it('has its row, its personal values, its names and its note for the sealer in one transaction', async () => {
    expect(await rowsAfter('kept')).toEqual({ events: 1, personal: 1, people: 1, unsealed: 1 });
    expect(await rowsAfter('undone')).toEqual({ events: 0, personal: 0, people: 0, unsealed: 0 });
  });

  it('keeps the order of writing within a millisecond', async () => {
    clock.standAt(new Date());
    const ids = await uow.run(async (tx) => {
      const written: string[] = [];
      for (let n = 0; n < 20; n++) written.push(await log.record(tx, ada, approve()));
      return written;
    });
    expect([...ids].sort()).toEqual(ids);
  });

  it('notes a name once, and does not wait for another transaction that notes the same', async () => {
    const grace = { ...ada, id: 'grace', name: 'Grace' };
    await uow.run(async (first) => {
      await log.record(new Tx(first.manager), grace, approve()); // at once, and not with COMMIT
      await uow.run((second) => log.record(second, grace, approve())); // would time out on a unique key
    });
    await uow.run((tx) => log.record(tx, grace, approve()));
    const { count } = await one(`SELECT count(*)::int AS count FROM audit_people WHERE person_id = 'grace'`);
    expect(count).toBe(2); // one each of the two that could not see each other, none of the third
  });

  it('keeps what PostgreSQL has no text for', async () => {
    const id = await uow.run((tx) =>
      log.record(tx, ada, { ...approve(), reason: 'a\0b \ud83d', facts: { 'x\0': personal('\0') } }),
    );
    const { body, opened } = await one(
      `SELECT body, (SELECT audit_openings(opened)::text FROM audit_personal_values WHERE event_id = id) AS opened FROM audit_events WHERE id = $1`,
      [id],
    );
    expect(body).toContain('x\uFFFD');
    expect(opened).toContain('a\uFFFDb \uFFFD');
  });

  it('in a month without a partition is refused, says why, and takes its change with it', async () => {
    clock.standAt(new Date('2051-05-06T00:00:00Z'));
    const change = uow.run(async (tx) => {
      await tx.publish({ type: 'UnknownMonth', subject: { type: 'T', id: 't' }, access: {} });
      await log.record(tx, ada, approve());
    });
    await expect(change).rejects.toThrow(/no partition for 2051-05: the worker makes/);
    expect(await source.query(`SELECT FROM stream_events WHERE type = 'UnknownMonth'`)).toEqual([]);
  });

  it('carries its time in its id, and an actor of a known type', async () => {
    const now = new Date();
    await expect(raw(randomUUID(), now, 'user')).rejects.toThrow(/must carry its time/);
    await expect(raw(uuidv7({ msecs: now.getTime() - 1 }), now, 'user')).rejects.toThrow(
      /must carry its time/,
    );
    await expect(raw(uuidv7({ msecs: now.getTime() }), now, 'ghost')).rejects.toThrow(
      /no actor of type ghost/,
    );
  });

  it('is of the moment at which it is written, unless the owner of the tables says that its past is made up', async () => {
    const minutes = [-24 * 60, -61, -30, 0, 4, 6, 24 * 60];
    const moments = minutes.map((by) => new Date(Date.now() + by * 60_000));
    for (const at of moments) await owner.query('SELECT audit_ensure_partition($1::date)', [at]);
    const taken = async () => {
      const all: boolean[] = [];
      for (const at of moments)
        all.push(
          await raw(uuidv7({ msecs: at.getTime() }), at, 'user').then(
            () => true,
            (error: Error) => {
              expect(error.message).toMatch(/is of the moment at which it is written/);
              return false;
            },
          ),
        );
      return all;
    };
    expect(await taken()).toEqual(minutes.map(() => true));
    const url = database.env['DATABASE_MIGRATION_URL'] ?? '';
    await allowMadeUpPast(url, null);
    try {
      expect(await taken()).toEqual([false, false, true, true, true, false, false]);
      for (const sql of [
        `INSERT INTO audit_made_up_past VALUES ('because I say so')`,
        'ALTER TABLE audit_events DISABLE TRIGGER audit_note_unsealed',
      ]) {
        await expect(app.query(sql)).rejects.toThrow(/permission denied|must be owner/);
        await expect(sealer.query(sql)).rejects.toThrow(/permission denied|must be owner/);
      }
      await app.query(`SET session_replication_role = 'replica'`).then(
        () => expect.unreachable('triggers can be left out'),
        (error: Error) => expect(error.message).toMatch(/permission denied/),
      );
    } finally {
      await allowMadeUpPast(url, 'tests');
    }
  });
});

describe('the application', () => {
  const denied = /permission denied|must be owner/;
  const refused = async (sql: string) => {
    const error = await app.query(sql).then(
      () => new Error(`was not refused: ${sql}`),
      (reason: Error) => reason,
    );
    expect(error.message, sql).toMatch(denied);
  };

  it('cannot change, delete or empty the log, neither as a whole nor a month of it', async () => {
    const tables = ['audit_events', 'audit_personal_values', ...(await months())];
    expect(tables.length).toBeGreaterThanOrEqual(14);
    for (const table of tables) {
      const column = table.startsWith('audit_events') ? 'body' : 'opened';
      await refused(`UPDATE ${table} SET ${column} = NULL`);
      await refused(`DELETE FROM ${table}`);
      await refused(`TRUNCATE ${table}`);
      await refused(`DROP TABLE ${table}`);
      await refused(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      await refused(
        `CREATE TRIGGER mine BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger()`,
      );
      await refused(`CREATE RULE mine AS ON INSERT TO ${table} DO INSTEAD NOTHING`);
    }
  });

  it('cannot write past the parent table, take a month away, or replace one', async () => {
    for (const table of await months()) {
      const parent = table.replace(/_\d+$/, '');
      await refused(`INSERT INTO ${table} SELECT * FROM ${parent}`);
      await refused(`ALTER TABLE ${parent} DETACH PARTITION ${table}`);
    }
  });

  it('cannot note or un-note an event, nor forget a name', async () => {
    await refused(`INSERT INTO audit_unsealed VALUES (gen_random_uuid(), now())`);
    await refused(`DELETE FROM audit_unsealed`);
    await refused(`UPDATE audit_unsealed SET occurred_at = now()`);
    await refused(`TRUNCATE audit_unsealed`);
    await refused(`UPDATE audit_people SET name = 'x'`);
    await refused(`DELETE FROM audit_people`);
    await app.query('CREATE TEMP TABLE bait (id uuid, occurred_at timestamptz, actor_type text)');
    await refused(
      `CREATE TRIGGER mine AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION audit_note_unsealed()`,
    );
  });

  it('cannot catch the note in a table of its own', async () => {
    await uow.run(async (tx) => {
      await tx.query(
        'CREATE TEMP TABLE audit_unsealed (event_id uuid, occurred_at timestamptz) ON COMMIT DROP',
      );
      const id = await log.record(new Tx(tx.manager), ada, approve());
      expect(await tx.query('SELECT FROM pg_temp.audit_unsealed')).toHaveLength(0);
      expect(await tx.query('SELECT FROM public.audit_unsealed WHERE event_id = $1', [id])).toHaveLength(1);
    });
  });
});

describe('the owner of the tables', () => {
  it('is refused by the log itself', async () => {
    for (const table of [
      'audit_events',
      ...(await months()).filter((name) => name.startsWith('audit_events')),
    ]) {
      await expect(owner.query(`TRUNCATE ${table}`), table).rejects.toThrow(/append-only: TRUNCATE/);
    }
    const { rows } = await owner.query('SELECT DISTINCT tableoid::regclass::text AS month FROM audit_events');
    expect(rows).not.toEqual([]);
    for (const table of ['audit_events', ...rows.map(({ month }) => month)]) {
      await expect(owner.query(`UPDATE ${table} SET body = '{}'`)).rejects.toThrow(/append-only: UPDATE/);
      await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only: DELETE/);
    }
    await expect(owner.query(`UPDATE audit_personal_values SET opened = '{}'`)).rejects.toThrow(
      /append-only/,
    );
  });
});

describe('the sealer', () => {
  it('takes notes away, and writes no events', async () => {
    const id = await uow.run((tx) => log.record(tx, ada, approve()));
    const taken = await sealer.query('DELETE FROM audit_unsealed WHERE event_id = $1', [id]);
    expect(taken.rowCount).toBe(1);
    await expect(sealer.query('INSERT INTO audit_events SELECT * FROM audit_events')).rejects.toThrow(
      /denied/,
    );
    await expect(sealer.query('DELETE FROM audit_personal_values')).rejects.toThrow(/denied/);
  });
});

/** Of months far away: the application makes none of them. */
let far: Pool;
beforeAll(() => {
  far = new Pool({ connectionString: database.env['DATABASE_MIGRATION_URL'] });
});
afterAll(() => far.end());

const partitions = (now: string) => {
  const then = new Clock();
  then.standAt(new Date(now));
  return new AuditPartitions(far as unknown as DataSource, then);
};

describe('the months to come', () => {
  it('are made once, however many workers make them, and are protected like the others', async () => {
    const before = await months();
    const work = ['2039-11-30T23:59:59Z', '2039-11-01T00:00:00Z'].map((now) => partitions(now).ensure());
    await Promise.all(work);
    const made = (await months()).filter((name) => !before.includes(name));
    expect(made).toEqual(
      ['audit_events_', 'audit_personal_values_'].flatMap((table) =>
        ['203911', '203912', '204001', '204002'].map((month) => table + month),
      ),
    );
    clock.standAt(new Date('2040-02-29T23:59:59.999Z'));
    const id = await uow.run((tx) => log.record(tx, ada, approve()));
    expect(
      await one('SELECT tableoid::regclass::text AS month FROM audit_events WHERE id = $1', [id]),
    ).toEqual({
      month: 'audit_events_204002',
    });
    expect(await one('SELECT FROM audit_unsealed WHERE event_id = $1', [id])).toBeDefined();
    for (const sql of ['DELETE FROM', 'TRUNCATE', 'INSERT INTO audit_events_204001 SELECT * FROM']) {
      await expect(app.query(`${sql} audit_events_204002`)).rejects.toThrow(/denied/);
      if (!sql.startsWith('INSERT'))
        await expect(owner.query(`${sql} audit_events_204002`)).rejects.toThrow(/append-only/);
    }
    await expect(app.query('DELETE FROM audit_personal_values_204002')).rejects.toThrow(/denied/);
  });

  it('are made when the worker starts, before it may stop', async () => {
    const work = partitions('2042-06-15T00:00:00Z');
    work.onApplicationBootstrap();
    await work.onApplicationShutdown();
    expect(await months()).toContain('audit_events_204209');
  });

  it('that could not be made are told, and tried again', async () => {
    const told = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    vi.useFakeTimers();
    const failing = { query: vi.fn(() => Promise.reject(new Error('database away'))) };
    const work = new AuditPartitions(failing as unknown as DataSource, new Clock());
    work.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(failing.query).toHaveBeenCalledTimes(2);
    expect(told.mock.calls[0]?.[0]).toContain('database away');
    await work.onApplicationShutdown();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(failing.query).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    told.mockRestore();
  });

  it('are made while somebody reads and somebody writes, without anybody waiting', async () => {
    const [reader, writer] = [await connect('DATABASE_URL'), await connect('DATABASE_URL')];
    await reader.query('BEGIN; SELECT count(*) FROM audit_events');
    await writer.query(
      `BEGIN; INSERT INTO audit_people VALUES ('p', 'q'); LOCK TABLE audit_events IN ROW EXCLUSIVE MODE`,
    );
    await partitions('2041-01-15T00:00:00Z').ensure(); // would run into lock_timeout
    await uow.run((tx) => log.record(tx, ada, approve()));
    await reader.query('COMMIT');
    await writer.query('COMMIT');
    expect(await months()).toContain('audit_events_204104');
  });
});
