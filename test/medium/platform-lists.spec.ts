// Keyset pages on a table made for it: whatever the rows and the order, the pages are the whole, in order, once.
import { randomUUID } from 'node:crypto';
import { createMongoAbility } from '@casl/ability';
import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppAbility } from '../../server/src/platform/access/actor.ts';
import { type ListQuery, listQuery, type Page } from '../../server/src/platform/lists/list.contract.ts';
import type { ListDefinition } from '../../server/src/platform/lists/list-definition.ts';
import { countLimit, Lists } from '../../server/src/platform/lists/list.query.ts';
import { useDatabase } from '../setup/database.ts';

const database = useDatabase();
let owner: DataSource;
let source: DataSource;
let lists: Lists;
const open = (url: string | undefined) => new DataSource({ type: 'postgres', url: url ?? '' }).initialize();
beforeAll(async () => {
  owner = await open(database.env['DATABASE_MIGRATION_URL']);
  source = await open(database.env['DATABASE_URL']);
  await owner.query(`CREATE TABLE things (id uuid PRIMARY KEY, owner_id text, name text NOT NULL, at timestamptz NOT NULL,
                       small int NOT NULL, large bigint NOT NULL);
                     GRANT ALL ON things TO seqdb_app`);
  lists = new Lists(source);
});
afterAll(async () => {
  await owner.destroy();
  await source.destroy();
});

type Thing = { id: string; owner: string | null; name: string; at: string; small: number; large: string };

const thingList: ListDefinition<ListQuery> = {
  subject: 'Thing',
  from: 'things t',
  id: { sql: 't.id', type: 'uuid' },
  columns: { id: 't.id', owner: 't.owner_id', name: 't.name' },
  access: { ownerId: 't.owner_id' },
  sorts: {
    name: { sql: 't.name', type: 'text' },
    at: { sql: 't.at', type: 'timestamptz' },
    small: { sql: 't.small', type: 'int' },
    large: { sql: 't.large', type: 'bigint' },
  },
  defaultSort: 'name',
  filters: () => [],
  search: (text, parameters) => `t.name = ${parameters.add(text)}`,
};
const columnOf: Record<string, string> = { name: 'name', at: 'at', small: 'small', large: 'large' };

const everything = {
  id: 'reader',
  ability: createMongoAbility<AppAbility>([{ action: 'read', subject: 'Thing' }]),
};
const page = async (query: Partial<ListQuery>, reader = everything) =>
  JSON.parse(await lists.page(thingList, reader, listQuery.parse(query))) as Page<Thing>;

const storable = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
const thing = fc.record({
  id: fc.uuid(),
  owner: fc.constantFrom('me', 'you', null),
  name: fc.oneof(fc.constantFrom('same', 'other', '', "o'clock", 'Ä', 'a', 'A', 'z\\"'), storable),
  at: fc.oneof(
    fc.constantFrom('infinity', '2026-01-01 00:00:00.000001+00', '2026-01-01 00:00:00.000002+00'),
    fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ),
  small: fc.constantFrom(-1, 0, 1, 2 ** 31 - 1),
  large: fc.constantFrom('-5', '0', '9007199254740993', '9223372036854775807'),
});
const things = fc.uniqueArray(thing, { selector: ({ id }) => id, maxLength: 30 });
const order = fc.constantFrom('name', '-name', 'at', '-at', 'small', '-small', 'large', '-large');

async function fill(rows: readonly Thing[]): Promise<void> {
  await source.query('DELETE FROM things');
  await add(rows);
}
const add = (rows: readonly Thing[]) =>
  source.query(
    `INSERT INTO things SELECT id, owner, name, at, small, large
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, owner text, name text, at timestamptz, small int, large bigint)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
/** All ids in an order, by PostgreSQL itself. */
async function sorted(sort: string): Promise<string[]> {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  const column = columnOf[sort.replace('-', '')];
  const rows: { id: string }[] = await source.query(
    `SELECT id FROM things ORDER BY ${column} ${direction}, id ${direction}`,
  );
  return rows.map(({ id }) => id);
}
const idsOf = ({ items }: Page<Thing>) => items.map(({ id }) => id);

/** From the start to the end; `between` is called before each further page. */
async function forward(sort: string, limit: number, between: () => Promise<unknown> = async () => undefined) {
  const pages = [await page({ sort, limit })];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) {
    await between();
    pages.push(await page({ sort, limit, after: next }));
  }
  return pages;
}

describe('the pages of a list', () => {
  it('forward are the whole, in order', async () => {
    await fc.assert(
      fc.asyncProperty(things, order, fc.integer({ min: 1, max: 9 }), async (rows, sort, limit) => {
        await fill(rows);
        const pages = await forward(sort, limit);
        expect(pages.flatMap(idsOf)).toEqual(await sorted(sort));
        for (const each of pages) {
          expect(each.items.length).toBeLessThanOrEqual(limit);
          expect(each).toMatchObject({ total: rows.length, totalKind: 'exact' });
        }
        expect(pages[0]?.previous).toBeNull();
        expect(pages.length).toBe(Math.max(1, Math.ceil(rows.length / limit)));
      }),
      { numRuns: 150 },
    );
  });

  it('backward are the same', async () => {
    await fc.assert(
      fc.asyncProperty(things, order, fc.integer({ min: 1, max: 9 }), async (rows, sort, limit) => {
        await fill(rows);
        const pages = [(await forward(sort, limit)).at(-1) as Page<Thing>];
        for (let previous = pages[0]?.previous; previous; previous = pages[0]?.previous)
          pages.unshift(await page({ sort, limit, before: previous }));
        expect(pages.flatMap(idsOf)).toEqual(await sorted(sort));
      }),
      { numRuns: 100 },
    );
  });

  it('there and back are the same page', async () => {
    await fc.assert(
      fc.asyncProperty(things, order, fc.integer({ min: 1, max: 5 }), async (rows, sort, limit) => {
        await fill(rows);
        const [first, second] = await forward(sort, limit);
        fc.pre(second !== undefined);
        expect(second?.previous).not.toBeNull();
        const back = await page({ sort, limit, before: second?.previous ?? '' });
        expect(back.items).toEqual(first?.items);
        expect(back.next).toBe(first?.next);
        expect(back.previous).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('show no row twice and leave none out while others come and go', async () => {
    await fc.assert(
      fc.asyncProperty(
        things,
        things,
        fc.array(fc.nat(), { maxLength: 4 }),
        order,
        fc.integer({ min: 1, max: 4 }),
        async (rows, later, gone, sort, limit) => {
          await fill(rows);
          const coming = [...later];
          const going = gone
            .flatMap((index) => rows[index % Math.max(1, rows.length)] ?? [])
            .map(({ id }) => id);
          const pages = await forward(sort, limit, async () => {
            await add(coming.splice(0, 3));
            await source.query('DELETE FROM things WHERE id = ANY($1)', [going.splice(0, 1)]);
          });
          const shown = pages.flatMap(idsOf);
          expect(new Set(shown).size).toBe(shown.length);
          const there = new Set(await sorted(sort));
          for (const { id } of rows) if (there.has(id)) expect(shown).toContain(id);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('count and show what the reader may see', async () => {
    const reader = {
      id: 'reader',
      ability: createMongoAbility<AppAbility>([
        { action: 'read', subject: 'Thing', conditions: { ownerId: 'me' } },
      ]),
    };
    await fc.assert(
      fc.asyncProperty(things, async (rows) => {
        await fill(rows);
        const mine = rows.filter(({ owner: whose }) => whose === 'me').map(({ id }) => id);
        const seen = await page({ limit: 100 }, reader);
        expect(idsOf(seen).sort()).toEqual(mine.sort());
        expect(seen.total).toBe(mine.length);
      }),
      { numRuns: 40 },
    );
    const nobody = { id: 'nobody', ability: createMongoAbility<AppAbility>([]) };
    expect(await page({}, nobody)).toEqual({
      items: [],
      next: null,
      previous: null,
      total: 0,
      totalKind: 'exact',
    });
  });
});

it('counts up to a limit and says so', async () => {
  await source.query('DELETE FROM things');
  await source.query(
    `INSERT INTO things SELECT gen_random_uuid(), NULL, 'n' || i, now(), i, i FROM generate_series(1, ${countLimit + 5}) i`,
  );
  expect(await page({ limit: 1 })).toMatchObject({ total: countLimit, totalKind: 'capped' });
  expect(await page({ limit: 1, q: 'n7' })).toMatchObject({ total: 1, totalKind: 'exact' });
});

it('finds rows by id, by the index of the ids', async () => {
  const all = await sorted('name');
  const some = [all[3], all[77], randomUUID()].map(String);
  expect(idsOf(await page({ ids: [...some, 'nonsense', "' OR true --"] })).sort()).toEqual(
    some.slice(0, 2).sort(),
  );
  expect(idsOf(await page({ ids: ['nonsense'] }))).toEqual([]);
  const one = await lists.one(thingList, everything, all[5] ?? '', listQuery.parse({}));
  expect(JSON.parse(one ?? 'null')).toMatchObject({ id: all[5] });
  expect(await lists.one(thingList, everything, 'nonsense', listQuery.parse({}))).toBeUndefined();
});

describe('a cursor', () => {
  it('of any text is refused or harmless, never our failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
          fc
            .tuple(
              fc.constantFrom('name', 'at', 'small', 'large'),
              fc.string(),
              fc.oneof(fc.string(), fc.uuid()),
            )
            .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
        ),
        fc.constantFrom('name', 'at', 'small', 'large'),
        async (after, sort) => {
          try {
            await page({ sort, after });
          } catch (error) {
            expect(error).toMatchObject({ code: 'list.bad_cursor', kind: 'invalid' });
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('belongs to its sort order', async () => {
    const { next } = await page({ sort: 'small', limit: 2 });
    await expect(page({ sort: '-small', after: next ?? '' })).rejects.toMatchObject({
      code: 'list.bad_cursor',
    });
    await expect(page({ sort: 'large', after: next ?? '' })).rejects.toMatchObject({
      code: 'list.bad_cursor',
    });
  });
});
