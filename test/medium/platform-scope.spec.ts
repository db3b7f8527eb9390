// A list shows exactly the rows that `authorize` lets through: random rules, as SQL on PostgreSQL and as CASL reads them.
import { createMongoAbility, subject } from '@casl/ability';
import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { abilityOf } from '../../server/src/auth/abilities.ts';
import type { AccessRule, AppAbility } from '../../server/src/platform/access/actor.ts';
import { roles } from '../../server/src/platform/access/roles.contract.ts';
import { scopeCondition } from '../../server/src/platform/access/scope.ts';
import { Parameters } from '../../server/src/platform/lists/parameters.ts';
import { useDatabase } from '../setup/database.ts';

const database = useDatabase();
let source: DataSource;
beforeAll(async () => {
  source = await new DataSource({ type: 'postgres', url: database.env['DATABASE_URL'] ?? '' }).initialize();
});
afterAll(() => source.destroy());

type Row = {
  id: string;
  ownerId: string | null;
  status: string | null;
  size: number | null;
  revision: number | null;
  isPublic: boolean | null;
};
const columns = {
  id: 's.id',
  ownerId: 's.owner_id',
  status: 's.status',
  size: 's.size',
  revision: 's.revision',
  isPublic: 's.is_public',
};

const values = {
  ownerId: fc.constantFrom('me', 'you', 'they', ''),
  status: fc.constantFrom('draft', 'submitted', 'approved'),
  size: fc.constantFrom(0, 1, 7),
  revision: fc.constantFrom(0, 1, 2),
  isPublic: fc.boolean(),
};
const orNull = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: value }, fc.constant(null));
const rowOf = (id: string): fc.Arbitrary<Row> =>
  fc.record({
    id: fc.constant(id),
    ownerId: orNull(values.ownerId),
    status: orNull(values.status),
    size: orNull(values.size),
    revision: orNull(values.revision),
    isPublic: orNull(values.isPublic),
  });
const someRows = fc.tuple(...Array.from({ length: 24 }, (_, index) => rowOf(`r${index}`)));

const plain = (of: Record<string, fc.Arbitrary<unknown>>) => fc.record(of, { noNullPrototype: true });

/** A comparison of one field in every form that has a translation; each may name null. */
const comparison = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
  const one = orNull(value);
  const several = fc.array(one, { maxLength: 3 });
  return fc.oneof(
    one,
    plain({ $eq: one }),
    plain({ $ne: one }),
    plain({ $in: several }),
    plain({ $nin: several }),
    plain({ $ne: one, $nin: several }),
  );
};
const someConditions = fc.record(
  {
    ownerId: comparison(values.ownerId),
    status: comparison(values.status),
    size: comparison(values.size),
    isPublic: comparison(values.isPublic),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const someRule: fc.Arbitrary<AccessRule> = fc
  .record({
    action: fc.constantFrom<AccessRule['action'][]>('read', 'update', 'manage', ['read', 'update']),
    subject: fc.constantFrom('Submission', 'all', 'Record', ['Record', 'Submission']),
    conditions: fc.option(someConditions, { nil: undefined }),
    inverted: fc.boolean(),
    fields: fc.option(fc.constant(['title']), { nil: undefined, freq: 8 }),
  })
  .map(
    ({ conditions, fields, ...rule }) =>
      ({ ...rule, ...(conditions && { conditions }), ...(fields && { fields }) }) as unknown as AccessRule,
  );

/** Ids of the rows that a list with these rules shows. */
async function listed(ability: AppAbility, rows: readonly Row[]): Promise<string[]> {
  const parameters = new Parameters();
  const given = parameters.add(JSON.stringify(rows));
  const condition = scopeCondition(ability, 'read', 'Submission', columns, parameters);
  const found: { id: string }[] = await source.query(
    `SELECT s.id FROM (
       SELECT id, "ownerId" AS owner_id, status, size, revision, "isPublic" AS is_public
         FROM jsonb_to_recordset(${given}::jsonb) AS r (id text, "ownerId" text, status text, size int, revision int, "isPublic" boolean)) s
      WHERE ${condition}`,
    parameters.values,
  );
  return found.map(({ id }) => id).sort();
}

const allowed = (ability: AppAbility, rows: readonly Row[]) =>
  rows
    .filter((row) => ability.can('read', subject('Submission', { ...row } as Record<string, unknown>)))
    .map(({ id }) => id)
    .sort();

it('holds for any rules and any rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someRule, { maxLength: 6 }), someRows, async (rules, rows) => {
      const ability = createMongoAbility<AppAbility>(rules);
      expect(await listed(ability, rows)).toEqual(allowed(ability, rows));
    }),
    { numRuns: 1_500 },
  );
});

it('holds for the rules of every combination of roles', async () => {
  const combination = fc.subarray([...roles], { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(combination, someRows, async (held, rows) => {
      const ability = abilityOf({ id: 'me', roles: held });
      expect(await listed(ability, rows)).toEqual(allowed(ability, rows));
    }),
    { numRuns: 300 },
  );
});

it('can tell the two apart', async () => {
  const rows: Row[] = [
    { id: 'r', ownerId: null, status: 'draft', size: null, revision: null, isPublic: null },
  ];
  const conditions = { ownerId: { $ne: 'you' } } as NonNullable<AccessRule['conditions']>;
  const ability = createMongoAbility<AppAbility>([{ action: 'read', subject: 'Submission', conditions }]);
  expect(await listed(ability, rows)).toEqual(['r']); // a plain <> would leave it out
  expect(await listed(ability, [{ ...rows[0], ownerId: 'you' } as Row])).toEqual([]);
});
