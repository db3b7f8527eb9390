// The unit of work and what is written with it.
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { migrations } from '../../migrations/index.ts';
import { createDatabase, dropDatabase, envForDatabase } from '../../server/local/postgres.ts';
import { migrate } from '../../server/src/platform/database/migrate.ts';
import { SnakeCase } from '../../server/src/platform/database/naming.strategy.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { updateVersioned } from '../../server/src/platform/database/versioned-update.ts';
import { defineTask } from '../../server/src/platform/queue/define-task.ts';
import type { Doorbell } from '../../server/src/platform/queue/doorbell.ts';
import { Housekeeping } from '../../server/src/platform/queue/housekeeping.ts';
import { hashPassword } from '../../server/src/users/password.ts';
import { User } from '../../server/src/users/user.entity.ts';
import { useDatabase } from '../setup/database.ts';

const note = defineTask('test.note', z.object({ text: z.string() }));
const database = useDatabase();
const ring = vi.fn<Doorbell['ring']>();
let source: DataSource;
let uow: UnitOfWork;
beforeAll(async () => {
  source = await new DataSource({
    type: 'postgres',
    url: database.env['DATABASE_URL'] ?? '',
    entities: [User],
    namingStrategy: new SnakeCase(),
  }).initialize();
  uow = new UnitOfWork(source, { ring });
});
afterAll(() => source.destroy());
beforeEach(() => ring.mockClear());

const count = async (table: string): Promise<number> =>
  (await source.query(`SELECT count(*)::int AS count FROM ${table}`))[0].count;
const event = { type: 'ThingHappened', subject: { type: 'Thing', id: '1' }, access: {} };

describe('a unit of work', () => {
  it('writes tasks and events with the change, and announces them once they are there', async () => {
    let seenAtRing: unknown;
    ring.mockImplementationOnce(() => {
      seenAtRing = source.query('SELECT id FROM tasks');
    });
    const id = await uow.run(async (tx) => {
      const task = await tx.enqueue(note, { text: 'hello' });
      await tx.publish(event);
      expect(ring).not.toHaveBeenCalled();
      return task;
    });
    expect(ring).toHaveBeenCalledExactlyOnceWith({ taskIds: [id], events: true });
    expect(await seenAtRing).toEqual([{ id }]);
  });

  it('leaves nothing behind when it fails, and announces nothing', async () => {
    const before = [await count('tasks'), await count('stream_events')];
    await expect(
      uow.run(async (tx) => {
        await tx.enqueue(note, { text: 'hello' });
        await tx.publish(event);
        throw new Error('at the end');
      }),
    ).rejects.toThrow('at the end');
    expect([await count('tasks'), await count('stream_events')]).toEqual(before);
    expect(ring).not.toHaveBeenCalled();
  });

  it('sends what is meant for the end together with its commit, or takes all of it back', async () => {
    const insert = (type: string) =>
      `INSERT INTO stream_events (type, subject_type, subject_id, access) VALUES ('${type}', 'Thing', '1', '{}')`;
    const before = await count('stream_events');
    await uow.run(async (tx) => {
      await tx.atCommit(insert("It''s done; COMMIT"));
      await tx.atCommit(insert('Second'));
      expect(await count('stream_events')).toBe(before);
    });
    expect(await count('stream_events')).toBe(before + 2);
    const failing = uow.run(async (tx) => {
      await tx.publish(event);
      await tx.atCommit(insert('Third'));
      await tx.atCommit('SELECT 1 / 0', (error) => new Error(`in plain words: ${(error as Error).message}`));
    });
    await expect(failing).rejects.toThrow('in plain words: division by zero');
    await expect(uow.run((tx) => tx.atCommit('SELECT nothing'))).rejects.toThrow(/"nothing" does not exist/);
    expect(await count('stream_events')).toBe(before + 2);
    expect(ring).toHaveBeenCalledTimes(1);
    await uow.run((tx) => tx.publish(event)); // and the connection is as good as before
    expect(await count('stream_events')).toBe(before + 3);
  });

  it('does not announce what is for later', async () => {
    await uow.run((tx) => tx.enqueue(note, { text: 'later' }, { runAt: new Date(Date.now() + 60_000) }));
    expect(ring).toHaveBeenCalledExactlyOnceWith({ taskIds: [], events: false });
  });

  it('answers rows of every kind of statement', async () => {
    await uow.run(async (tx) => {
      expect(await tx.query('SELECT 1 AS one UNION SELECT 2 ORDER BY 1')).toEqual([{ one: 1 }, { one: 2 }]);
      expect(await tx.query(`SELECT ARRAY[[1], [2]] AS pairs`)).toEqual([{ pairs: [[1], [2]] }]);
      expect(await tx.query(`UPDATE tasks SET updated_at = now() WHERE false RETURNING id`)).toEqual([]);
      expect((await tx.query(`DELETE FROM tasks RETURNING id`)).length).toBeGreaterThan(0);
    });
  });

  it('holds one connection, however much is done in it', async () => {
    const backends = await uow.run(async (tx) => {
      await tx.repo(User).count();
      const one = await tx.query('SELECT pg_backend_pid() AS pid');
      const other: unknown = await tx.repo(User).query('SELECT pg_backend_pid() AS pid');
      return [one, other];
    });
    expect(backends[0]).toEqual(backends[1]);
  });
});

const someUser = async (): Promise<User> => {
  const now = new Date();
  const row: User = {
    id: crypto.randomUUID(),
    email: `${crypto.randomUUID()}@example.org`,
    name: 'Some Person',
    roles: ['depositor'],
    status: 'active',
    passwordHash: await hashPassword('x'),
    lastSeenAt: null,
    erasedAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  await uow.run((tx) => tx.repo(User).insert(row));
  return row;
};

it('housekeeping takes away what nobody needs any more, and nothing else', async () => {
  await source.query(`
    DELETE FROM tasks; DELETE FROM stream_events; DELETE FROM idempotency_keys;
    INSERT INTO tasks (id, name, payload, state, updated_at) VALUES
      (gen_random_uuid(), 'old', '{}', 'done', now() - interval '15 days'),
      (gen_random_uuid(), 'kept', '{}', 'done', now() - interval '13 days'),
      (gen_random_uuid(), 'kept', '{}', 'failed', now() - interval '99 days'),
      (gen_random_uuid(), 'kept', '{}', 'ready', now() - interval '99 days');
    INSERT INTO stream_events (type, subject_type, subject_id, access, at) VALUES
      ('old', 'T', '1', '{}', now() - interval '8 days'), ('kept', 'T', '1', '{}', now() - interval '6 days');
    INSERT INTO idempotency_keys (user_id, key, request_hash, lease_until, created_at) VALUES
      ('old', 'k', '', now(), now() - interval '26 hours'), ('kept', 'k', '', now(), now() - interval '23 hours')`);
  const housekeeping = new Housekeeping(source);
  const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  housekeeping.add('something broken', 'SELECT nothing FROM nowhere');
  housekeeping.add('the last', `DELETE FROM tasks WHERE state = 'failed'`);
  await housekeeping.run();
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('something broken'));
  warn.mockRestore();
  const left = await source.query(
    `SELECT name FROM tasks UNION ALL SELECT type FROM stream_events UNION ALL SELECT user_id FROM idempotency_keys`,
  );
  expect(left.map(({ name }: { name: string }) => name)).toEqual(['kept', 'kept', 'kept', 'kept']);
});

describe('a versioned row', () => {
  it('counts up with every change, and refuses one from an older version with what is there now', async () => {
    const row = await someUser();
    expect(await uow.run((tx) => updateVersioned(tx, User, row, { name: 'Two' }))).toBe(2);
    await expect(uow.run((tx) => updateVersioned(tx, User, row, { name: 'Three' }))).rejects.toMatchObject({
      code: 'record.stale',
      facts: { current: { name: 'Two', version: 2 } },
    });
    expect(await uow.run((tx) => updateVersioned(tx, User, { ...row, version: 2 }, { name: 'Three' }))).toBe(
      3,
    );
  });

  it('is changed by one of many who read the same version', async () => {
    const row = await someUser();
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        uow.run((tx) => updateVersioned(tx, User, row, { name: `By ${index}` })),
      ),
    );
    expect(all.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });
});

describe('the schema', () => {
  it('is migrated by one of two who start at the same time, and not again', async () => {
    const name = `test_migrate_${crypto.randomUUID().slice(0, 8)}`;
    const adminUrl = inject('adminUrl');
    await createDatabase(adminUrl, name);
    try {
      const url = envForDatabase(inject('env'), name)['DATABASE_MIGRATION_URL'] ?? '';
      const [one, other] = await Promise.all([migrate(url), migrate(url)]);
      expect([...one, ...other]).toEqual(migrations.map((each) => each.name));
      expect([one.length, other.length].sort((a, b) => a - b)[0]).toBe(0);
      expect(await migrate(url)).toEqual([]);
    } finally {
      await dropDatabase(adminUrl, name);
    }
  });

  it('lets the application neither change the schema nor the change log', async () => {
    for (const sql of [
      'CREATE TABLE mine (id int)',
      'DROP TABLE users',
      'ALTER TABLE users ADD COLUMN x int',
      'UPDATE audit_events SET action = action',
      'DELETE FROM audit_events',
      'TRUNCATE audit_events',
    ])
      await expect(source.query(sql), sql).rejects.toThrow(/permission denied|must be owner|append-only/);
  });
});
