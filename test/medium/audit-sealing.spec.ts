// Sealing: what commits is sealed once and in order, whoever commits when, however many seal, whatever is killed.
import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { parseHead } from '../../server/src/audit/sealing/checkpoint.ts';
import { GrowingTree, leafHash, rootFrom, wholeTree } from '../../server/src/audit/sealing/merkle.ts';
import { type Sealed, sealerLock, sealOnce } from '../../server/src/audit/sealing/seal.ts';
import {
  brokenLink,
  hashOfSegment,
  noSegment,
  type Segment,
} from '../../server/src/audit/sealing/segment.ts';
import { signersOf, signNote } from '../../server/src/audit/sealing/signed-note.ts';
import { signingKey } from '../../server/src/audit/sealing/signing-key.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { eventually } from '../factories/eventually.ts';
import { useDatabase } from '../setup/database.ts';

const database = useDatabase();
const key = signingKey('log.example/audit', randomBytes(32).toString('base64'));
const signing = { origin: key.name, keys: [key] };
let source: DataSource;
let uow: UnitOfWork;
let sealers: Pool;
let owner: Client;
const clock = new Clock();
const log = new AuditLog(clock);

beforeAll(async () => {
  source = await new DataSource({
    type: 'postgres',
    url: database.env['DATABASE_URL'] ?? '',
    poolSize: 20,
    extra: { options: '-c timezone=UTC' },
  }).initialize();
  uow = new UnitOfWork(source, { ring: () => undefined });
  sealers = new Pool({ connectionString: database.env['DATABASE_SEALER_URL'], max: 8 });
  sealers.on('error', () => undefined); // connections are killed below
  owner = new Client({ connectionString: database.env['DATABASE_MIGRATION_URL'] });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await sealers.end();
  await source.destroy();
});

const event = (label = 'Potato') => ({
  action: 'submission.update',
  target: { type: 'Submission', id: randomUUID(), label },
});
const record = (tx: Parameters<AuditLog['record']>[0]) => log.record(tx, systemActor('tests'), event());

/** The last segment looks as if it had been closed long ago: the next is due at once. */
const age = (interval = '2 seconds') =>
  owner.query(`ALTER TABLE audit_segments DISABLE TRIGGER audit_refuse_change;
    UPDATE audit_segments SET closed_at = closed_at - interval '${interval}';
    ALTER TABLE audit_segments ENABLE TRIGGER audit_refuse_change`);

async function pass(
  before: (client: Client) => Promise<void> = async () => undefined,
): Promise<Sealed | undefined> {
  const client = await sealers.connect();
  let failure: Error | undefined;
  const lost = (error: Error) => {
    failure = error;
  };
  client.on('error', lost);
  try {
    await client.query('BEGIN');
    const sealed = await sealOnce(client, signing);
    await before(client as unknown as Client);
    await client.query('COMMIT');
    return sealed;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.off('error', lost);
    client.release(failure);
  }
}
const sealersAtIt = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
  WHERE l.locktype = 'advisory' AND l.objid = ${sealerLock} AND d.datname = current_database()`;
/** The server may hold the lock of a connection that was cut for a moment longer: then there is nothing to do for a pass. */
async function seal(): Promise<Sealed | undefined> {
  await age();
  await eventually(async () => (await source.query(sealersAtIt)).length === 0);
  return pass();
}

const sealed = async (): Promise<{ id: string; seq: number; segment: number }[]> =>
  (await source.query(
    'SELECT event_id AS id, seq::int, segment::int FROM audit_leaves ORDER BY seq',
  )) as never;
const unsealed = async () =>
  ((await source.query('SELECT event_id AS id FROM audit_unsealed ORDER BY 1')) as { id: string }[]).map(
    ({ id }) => id,
  );

type Row = Segment & { hash: Buffer; frontier: Buffer; head: string };
const segments = (): Promise<Row[]> =>
  source.query(`SELECT number::int, first_seq::int AS "firstSeq", count, encode(root, 'hex') AS root, encode(previous, 'hex') AS previous,
      to_char(closed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closedAt", hash, frontier, head FROM audit_segments ORDER BY number`);

describe('a row that commits late', () => {
  it('is sealed later and never skipped, however the transactions lie', async () => {
    const early = source.createQueryRunner();
    await early.startTransaction();
    const { Tx } = await import('../../server/src/platform/database/tx.ts');
    const late = await record(new Tx(early.manager));
    const inTime = await uow.run((tx) => record(tx));
    expect(late < inTime).toBe(true);
    await seal();
    expect((await sealed()).map(({ id }) => id)).toContain(inTime);
    expect((await sealed()).map(({ id }) => id)).not.toContain(late);
    await early.commitTransaction();
    await early.release();
    await seal();
    const all = await sealed();
    const seqOf = (id: string) => all.find((each) => each.id === id)?.seq ?? 0;
    expect(seqOf(late)).toBeGreaterThan(seqOf(inTime));
    expect(await unsealed()).toEqual([]);
  });

  it('is sealed when it commits between the reading and the end of a pass', async () => {
    const first = await uow.run((tx) => record(tx));
    let second = '';
    await age();
    await pass(async () => {
      second = await uow.run((tx) => record(tx));
    });
    expect((await sealed()).at(-1)?.id).toBe(first);
    expect(await unsealed()).toEqual([second]);
    await seal();
    expect((await sealed()).at(-1)?.id).toBe(second);
  });

  it('that never commits leaves no gap', async () => {
    await expect(
      uow.run(async (tx) => {
        await record(tx);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    const kept = await uow.run((tx) => record(tx));
    await seal();
    const all = await sealed();
    expect(all.at(-1)?.id).toBe(kept);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
  });
});

it('many writers with open transactions and several sealers at once seal each event once', async () => {
  const before = (await sealed()).length;
  const state = { writing: true };
  const written: string[] = [];
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let n = 0; n < 25; n++) {
      await uow.run(async (tx) => {
        const ids = [await record(tx)];
        if (n % 3 === writer % 3) await tx.query('SELECT pg_sleep(0.02)');
        ids.push(await record(tx));
        tx.afterEnd((isCommitted) => isCommitted && written.push(...ids));
      });
    }
  });
  const workers = Array.from({ length: 4 }, async () => {
    while (state.writing) await pass().catch((error: Error) => expect(error.message).toMatch(/terminat/));
  });
  const ageing = (async () => {
    while (state.writing) await age();
  })();
  await Promise.all(writers);
  state.writing = false;
  await Promise.all([...workers, ageing]);
  while ((await unsealed()).length > 0) await seal();
  const all = (await sealed()).slice(before);
  expect(all.map(({ id }) => id).sort()).toEqual([...written].sort());
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => before + index + 1));
});

it('a sealer that is killed in the middle leaves everything as it was', async () => {
  const id = await uow.run((tx) => record(tx));
  const count = (await segments()).length;
  await age();
  const killed = pass(async (client) => {
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    const admin = new Client({ connectionString: database.env['DATABASE_SEALER_URL'] });
    await admin.connect();
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    await admin.end();
    await client.query('SELECT 1');
  });
  await expect(killed).rejects.toThrow(/terminat|connection error/);
  expect(await unsealed()).toEqual([id]);
  expect(await segments()).toHaveLength(count);
  await seal();
  expect((await sealed()).at(-1)?.id).toBe(id);
});

describe('segments', () => {
  it('are linked, hold what they state, and have heads that cover all before', async () => {
    const bodies = new Map<string, string>(
      ((await source.query('SELECT id, body FROM audit_events')) as { id: string; body: string }[]).map(
        ({ id, body }) => [id, body],
      ),
    );
    const leaves: { seq: number; id: string; leaf: Buffer; path: Buffer; segment: number }[] =
      await source.query(
        'SELECT seq::int, event_id AS id, leaf, path, segment::int FROM audit_leaves ORDER BY seq',
      );
    const tree = new GrowingTree();
    let before: Row | undefined;
    for (const segment of await segments()) {
      const { firstSeq, count } = segment;
      // Made to look older above, after they were closed: what they state is told by their heads.
      const own = leaves.slice(firstSeq - 1, firstSeq - 1 + count);
      expect(own.every((leaf) => leaf.segment === segment.number)).toBe(true);
      for (const { id, leaf } of own) expect(leaf).toEqual(leafHash(bodies.get(id) ?? ''));
      expect(wholeTree(own.map(({ leaf }) => leaf)).root.toString('hex')).toBe(segment.root);
      for (const { seq, leaf, path } of own)
        expect(rootFrom(leaf, seq - firstSeq, count, path)?.toString('hex')).toBe(segment.root);
      const head = parseHead(segment.head);
      const stated = { ...segment, closedAt: head?.checkpoint.time ?? '' };
      expect(hashOfSegment(stated)).toEqual(segment.hash);
      expect(brokenLink(before, before?.hash.toString('hex') ?? noSegment, stated)).toBeUndefined();
      tree.add(segment.hash);
      expect(head?.checkpoint).toMatchObject({
        origin: key.name,
        size: segment.number,
        root: tree.root().toString('base64'),
        segment: segment.hash.toString('base64'),
      });
      expect(head && signersOf(head.note, [key])).toEqual([key]);
      expect(tree.frontier()).toEqual(segment.frontier);
      before = stated;
    }
  });

  it('are not closed twice within a second, nor for nothing within an hour', async () => {
    await uow.run((tx) => record(tx));
    await seal();
    await uow.run((tx) => record(tx));
    if (await pass()) {
      // A busy machine needed a second to come this far.
      const [one, other] = (await segments()).slice(-2).map(({ closedAt }) => Date.parse(closedAt));
      expect(Number(other) - Number(one)).toBeGreaterThan(900);
    }
    await seal();
    expect(await seal()).toBeUndefined();
    await age('1 hour');
    expect(await seal()).toMatchObject({ events: 0, missing: [] });
    expect((await segments()).at(-1)).toMatchObject({ count: 0 });
    await uow.run((tx) => record(tx));
    await seal();
    const [nothing, next] = (await segments()).slice(-2);
    expect(next).toMatchObject({
      firstSeq: nothing?.firstSeq,
      count: 1,
      previous: nothing?.hash.toString('hex'),
    });
  });

  it('name an event that was removed before it was sealed, and go on', async () => {
    const id = uuidv7();
    await owner.query('INSERT INTO audit_unsealed VALUES ($1, now())', [id]);
    const next = await uow.run((tx) => record(tx));
    expect(await seal()).toMatchObject({ events: 1, missing: [id] });
    expect((await sealed()).at(-1)?.id).toBe(next);
    await owner.query('DELETE FROM audit_unsealed WHERE event_id = $1', [id]);
  });
});

describe('a log that was rewritten in the database', () => {
  const bent = async (set: string) => {
    const last = (await segments()).at(-1) as Row;
    const change = (assignment: string, values: unknown[] = []) =>
      owner
        .query('ALTER TABLE audit_segments DISABLE TRIGGER audit_refuse_change')
        .then(() =>
          owner.query(`UPDATE audit_segments SET ${assignment} WHERE number = ${last.number}`, values),
        )
        .finally(() => owner.query('ALTER TABLE audit_segments ENABLE TRIGGER audit_refuse_change'));
    await uow.run((tx) => record(tx));
    await age();
    await change(set);
    const undo = () =>
      change('first_seq = $1, count = $2, root = $3, previous = $4, hash = $5, frontier = $6, head = $7', [
        last.firstSeq,
        last.count,
        Buffer.from(last.root, 'hex'),
        Buffer.from(last.previous, 'hex'),
        last.hash,
        last.frontier,
        last.head,
      ]);
    return { last, undo };
  };
  const forger = signingKey(key.name, randomBytes(32).toString('base64'));

  it.each([
    ['in its first event', 'first_seq = first_seq + 1', 'is not what its head covers'],
    ['in its number of events', 'count = count + 1', 'is not what its head covers'],
    ['in its root', `root = sha256('x')`, 'is not what its head covers'],
    ['in its link', `previous = sha256('x')`, 'is not what its head covers'],
    ['in its hash', `hash = sha256('x')`, 'is not what its head covers'],
    [
      'in its tree',
      `frontier = overlay(frontier PLACING 'x' FROM 1)`,
      "covers another log than the tree's frontier",
    ],
    ['in its tree’s size', `frontier = ''`, "covers another log than the tree's frontier"],
    ['in its head', `head = replace(head, 'time 20', 'time 19')`, 'is not signed by AUDIT_SIGNING_KEY'],
    [
      'with the head of another',
      `head = (SELECT head FROM audit_segments WHERE number = 1)`,
      'is not one of this',
    ],
  ])('%s is not sealed upon', async (_, set, says) => {
    const { last, undo } = await bent(set);
    try {
      await expect(pass()).rejects.toThrow(says);
      expect((await segments()).at(-1)?.number).toBe(last.number);
    } finally {
      await undo();
    }
    expect(await seal()).toMatchObject({ number: last.number + 1 });
  });

  it('with right hashes and another key is not sealed upon', async () => {
    const { text } = parseHead((await segments()).at(-1)?.head ?? '')?.note ?? { text: '' };
    const { undo } = await bent(`head = '${signNote(text, [forger])}'`);
    try {
      await expect(pass()).rejects.toThrow('is not signed by AUDIT_SIGNING_KEY');
    } finally {
      await undo();
    }
    expect(await seal()).toBeDefined();
  });
});
