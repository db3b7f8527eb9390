// A log of many events: every filter is read off an index in the order of the list, on the first page as far down as
// one likes. `AUDIT_PLAN_EVENTS` sets another number than 60,000, and prints how long each page took.
import { createMongoAbility } from '@casl/ability';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditActors } from '../../server/src/audit/audit-actors.ts';
import { narrowingOf, type ResolvedFilter } from '../../server/src/audit/audit.queries.ts';
import { beyondSql, directionOf } from '../../server/src/audit/audit-page.ts';
import { FacetsService } from '../../server/src/audit/finding/facets.service.ts';
import { FrequentFilters } from '../../server/src/audit/finding/frequent-filters.ts';
import { FilterNames } from '../../server/src/audit/finding/filter-names.ts';
import { KnownActions } from '../../server/src/audit/finding/known-actions.ts';
import {
  type Meeting,
  meetingOf,
  meetingSql,
  sideBySide,
} from '../../server/src/audit/finding/meeting.sql.ts';
import { RecordNames } from '../../server/src/audit/finding/record-names.ts';
import { beyond, keysSql, rowsSql } from '../../server/src/audit/finding/page.sql.ts';
import type { AppAbility } from '../../server/src/platform/access/actor.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { decodeCursor, encodeCursor } from '../../server/src/platform/lists/cursor.ts';
import { Parameters } from '../../server/src/platform/lists/parameters.ts';
import { fillLog } from '../bench/audit/fill.ts';
import { useDatabase } from '../setup/database.ts';

const events = Number(process.env['AUDIT_PLAN_EVENTS'] ?? 60_000);
const limit = 50;
const reader = { ability: createMongoAbility<AppAbility>([{ action: 'read', subject: 'AuditEvent' }]) };

const database = useDatabase();
let client: Client;
let cursor: string;
beforeAll(async () => {
  client = new Client({ connectionString: database.env['DATABASE_MIGRATION_URL'] });
  await client.connect();
  await fillLog(client, events);
  // Some of what is rare: programs, parts of a submission, somebody's behalf, reasons.
  await client.query(`
    ALTER TABLE audit_personal_values DISABLE TRIGGER audit_refuse_change;
    UPDATE audit_personal_values
       SET reason = 'asked for by mail' || CASE WHEN get_byte(uuid_send(event_id), 15) = 7 THEN ' about potatoes' ELSE '' END
     WHERE get_byte(uuid_send(event_id), 14) < 25;
    ALTER TABLE audit_personal_values ENABLE TRIGGER audit_refuse_change;
    INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, on_behalf_of, target_type, target_id, root_type, root_id, request_id, body)
    SELECT (left(ms, 8) || '-' || right(ms, 4) || '-7fff-bfff-' || lpad(to_hex(n), 12, '0'))::uuid, at, 'lims.push', 'service', 'lims', CASE WHEN n % 2 = 0 THEN 'u7' END,
           'Record', 'r' || n % 100, 'Submission', 's' || n % 3, 'lims-' || n, '{"actor":{"id":"lims","name":"LIMS"}}'
      FROM (SELECT n, date_trunc('milliseconds', now() - n * interval '1 hour') AS at FROM generate_series(1, 1000) n) g,
           LATERAL lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms`);
  // Some of which there are many, but none by whom or of what most others are.
  await client.query(`
    INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
    SELECT (left(ms, 8) || '-' || right(ms, 4) || '-7ffe-bfff-' || lpad(to_hex(n), 12, '0'))::uuid, at, 'sheet.upload', 'service', 'robot', 'Sheet', 'h' || n, 'Submission', 's' || n % 3, '{"actor":{"id":"robot","name":"Robot"}}'
      FROM (SELECT n, date_trunc('milliseconds', now() - n * interval '16 minutes') AS at FROM generate_series(1, 5000) n) g,
           LATERAL lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms`);
  await client.query('VACUUM ANALYZE audit_events, audit_personal_values');
  const middle = await client.query(
    'SELECT occurred_at::text AS key, id FROM audit_events ORDER BY occurred_at DESC, id DESC OFFSET $1 LIMIT 1',
    [Math.min(1_000_000, events / 2)],
  );
  cursor = encodeCursor({ sort: '-occurredAt', ...(middle.rows[0] as { key: string; id: string }) });
});
afterAll(() => client.end());

type Plan = { 'Node Type': string; 'Actual Rows'?: number; 'Actual Loops'?: number; Plans?: Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The cursor in the middle of the log, for a list in this order. */
const middle = (sort: string) => encodeCursor({ ...decodeCursor(cursor, '-occurredAt'), sort });

function pageSql(filter: ResolvedFilter, after?: string) {
  const p = new Parameters();
  const narrowing = narrowingOf(filter, reader, 'read', 'paged', p);
  const page = beyond(narrowing, (columns) => beyondSql({ limit, after }, p, columns));
  return { sql: rowsSql(keysSql(page, true, p.add(limit + 1)), true), values: p.values };
}

async function planOf(filter: ResolvedFilter, after?: string) {
  const { sql, values } = pageSql(filter, after);
  const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
  const nodes = nodesOf((rows[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan as Plan);
  const read = nodes.map((node) => (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1));
  return {
    most: Math.max(...read),
    text: JSON.stringify(nodes.map((node, at) => [node['Node Type'], read[at]])),
  };
}

const many = ['submission.update', 'submission.submit', 'submission.approve', 'record.update', 'ena.send'];
const filters: [string, ResolvedFilter][] = [
  ['nothing', {}],
  ['an actor', { actorIds: ['u7'] }],
  ['several actors', { actorIds: ['u7', 'u8', 'u9'] }],
  ['an action', { actions: ['submission.approve'] }],
  ['several actions', { actions: many }],
  ['a group of actions', { actions: [...many, 'a.a', 'a.b', 'a.c', 'a.d', 'a.e'] }],
  ['all but some actions', { without: { actions: ['user.sign_in', 'submission.update'] } }],
  ['a record with its parts', { records: { whole: ['s7'], itself: [] } }],
  ['parts of a submission', { records: { whole: ['r7'], itself: ['s1'] } }],
  ['exactly a part', { targetId: 'r7' }],
  ['a submission', { rootId: 's7' }],
  ['a type', { types: ['Record'] }],
  ['several types', { types: ['Record', 'Submission'] }],
  ['programs', { sources: ['service'] }],
  ['people and programs', { sources: ['service', 'user'] }],
  ['somebody’s behalf', { onBehalfOfIds: ['u7'] }],
  ['a request', { requestId: 'lims-7' }],
  ['an address', { address: '192.0.2.7' }],
  ['a word of many reasons', { reason: 'mail' }],
  ['a word of few reasons', { reason: 'potatoes' }],
  ['an actor and an action', { actorIds: ['u7'], actions: ['submission.submit'] }],
  ['an address and an action', { address: '192.0.2.7', actions: ['submission.submit'] }],
  ['a record and an actor', { records: { whole: ['s7'], itself: [] }, actorIds: ['u7', 'u8'] }],
];

describe.each([
  ['first', () => undefined],
  ['deep', () => cursor],
])('the %s page of', (_, after) => {
  it.each(filters)('%s reads little more than it shows', async (_name, filter) => {
    const { most, text } = await planOf(filter, after());
    expect(most, text).toBeLessThan(2_000);
  });
});

describe('two filters that fit many events each', () => {
  const pairs: [string, ResolvedFilter][] = [
    ['always meet', { actions: ['sheet.upload'], types: ['Sheet'] }],
    ['meet now and then', { actions: ['submission.submit'], types: ['Submission'] }],
    ['never meet', { actions: ['submission.submit'], types: ['Sheet'] }],
    ['never meet, like a third', { actions: ['submission.submit'], types: ['Sheet'], sources: ['service'] }],
  ];
  const places = ['-occurredAt', 'occurredAt'].flatMap((sort) => [
    () => ({ sort, limit }),
    () => ({ sort, limit, after: middle(sort) }),
    () => ({ sort, limit, before: middle(sort) }),
  ]);
  let source: DataSource;
  beforeAll(async () => {
    source = await new DataSource({ type: 'postgres', url: database.env['DATABASE_URL'] ?? '' }).initialize();
  });
  afterAll(() => source.destroy());

  it.each(pairs)('and %s are found as the events themselves tell', async (_name, filter) => {
    const frequent = new FrequentFilters(source);
    for (const place of places.map((each) => each())) {
      // So many that looking at events would not do, however often the filters meet.
      const found = await frequent.keys(reader, filter, place, 10_001);
      const p = new Parameters();
      const narrowing = narrowingOf(filter, reader, 'read', 'paged', p);
      const { goesDown } = directionOf(place);
      const page = beyond(narrowing, (columns) => beyondSql(place, p, columns));
      const { rows } = await client.query(keysSql(page, goesDown, p.add(10_001)), p.values);
      expect(found).toEqual(rows);
    }
    const [{ count = 0 } = {}]: { count?: number }[] = await source.query(
      `SELECT count(*)::int AS count FROM audit_events WHERE action = $1 AND target_type = $2`,
      [filter.actions?.[0], filter.types?.[0]],
    );
    expect(await frequent.count(reader, filter, 10_001)).toBe(Math.min(count, 10_001));
  });

  it('are left to PostgreSQL for a page where they meet often', async () => {
    const frequent = new FrequentFilters(source);
    const paged = (filter: ResolvedFilter) => frequent.keys(reader, filter, { limit }, limit + 1);
    for (const [name, filter] of pairs)
      expect([name, (await paged(filter)) === undefined]).toEqual([name, !name.startsWith('never')]);
  });

  it('are asked once how often they meet, for a page, its count and the next page', async () => {
    const frequent = new FrequentFilters(source);
    const asked = vi.spyOn(source, 'query');
    const filter = pairs[2]?.[1] ?? {};
    await Promise.all([
      frequent.keys(reader, filter, { limit }, limit + 1),
      frequent.count(reader, filter, 10_001),
    ]);
    await frequent.count(reader, filter, 10_001);
    const once = asked.mock.calls.filter(([sql]) => sql.includes('AS spans')).length;
    // Deep in the log they may meet otherwise.
    await frequent.keys(reader, filter, { limit, after: middle('-occurredAt') }, limit + 1);
    const twice = asked.mock.calls.filter(([sql]) => sql.includes('AS spans')).length;
    asked.mockRestore();
    expect([once, twice]).toEqual([1, 2]);
  });

  it('and never meet are told from the indexes alone', async () => {
    const p = new Parameters();
    const meeting = meetingOf(pairs[3]?.[1] ?? {}, p) as Meeting;
    await client.query(`BEGIN; ${sideBySide}`);
    const { rows } = await client
      .query(`EXPLAIN (ANALYZE, FORMAT JSON) ${meetingSql(meeting, true, '51')}`, p.values)
      .finally(() => client.query('ROLLBACK'));
    const plan = (rows[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan as Plan;
    const scans = nodesOf(plan).filter((node) => node['Node Type'].endsWith('Scan'));
    expect(new Set(scans.map((node) => node['Node Type']))).toEqual(new Set(['Index Only Scan']));
  });

  it('are left to PostgreSQL where one of them fits few, or another filter is beside them', async () => {
    const frequent = new FrequentFilters(source);
    const rare: ResolvedFilter = { actions: ['lims.push'], sources: ['service'] };
    const beside: ResolvedFilter = { ...pairs[2]?.[1], rootId: 's7' };
    const several: ResolvedFilter = { actions: many, types: ['Sheet'] };
    const people: ResolvedFilter = { actions: ['submission.submit'], sources: ['user'] };
    for (const filter of [rare, beside, several, people])
      expect(await frequent.keys(reader, filter, { limit }, limit + 1)).toBeUndefined();
  });

  it('show nothing to who may read nothing', async () => {
    const nobody = { ability: createMongoAbility<AppAbility>([]) };
    const keys = new FrequentFilters(source).keys(nobody, pairs[0]?.[1] ?? {}, { limit }, limit + 1);
    expect(await keys).toBeUndefined();
  });
});

it('counts what there is up to the cap, rare actions among frequent ones', async () => {
  const source = await new DataSource({
    type: 'postgres',
    url: database.env['DATABASE_MIGRATION_URL'] ?? '',
  }).initialize();
  try {
    const actors = new AuditActors(source);
    const known = new KnownActions(source, new Clock());
    const names = new FilterNames(actors, new RecordNames(actors), known);
    const facets = new FacetsService(source, names, known, 600_000);
    const all = await facets.of({ id: 'someone', ...reader }, {});
    const counted = all.action.values.map(({ value, count, isCapped }) => [value, count, isCapped]);
    expect(all.action.isComplete).toBe(true);
    expect(counted).toContainEqual(['lims.push', 1_000, false]);
    expect(counted).toContainEqual(['submission.submit', 1_000, true]);
    const pushed = await facets.of({ id: 'someone', ...reader }, { action: ['lims'], type: ['Record'] });
    expect(pushed.type.values).toEqual([{ value: 'Record', label: null, count: 1_000, isCapped: false }]);
    expect(pushed.source.values.map(({ value }) => value)).toEqual(['service']);
    // Where nothing can be counted in time, nothing is said rather than something wrong.
    const none = { all: () => Promise.resolve([]) } as unknown as KnownActions;
    const hasty = new FacetsService(source, names, none, 50);
    await client.query('BEGIN; LOCK TABLE audit_events');
    const unsaid = await hasty.of({ id: 'someone', ...reader }, {}).finally(() => client.query('ROLLBACK'));
    for (const facet of Object.values(unsaid)) expect(facet).toEqual({ values: [], isComplete: false });
  } finally {
    await source.destroy();
  }
});

it.runIf(process.env['AUDIT_PLAN_EVENTS'])('times', async () => {
  for (const [name, filter] of filters)
    for (const after of [undefined, cursor]) {
      const { sql, values } = pageSql(filter, after);
      const took: number[] = [];
      for (let round = 0; round < 40; round++) {
        const began = performance.now();
        await client.query(sql, values);
        took.push(performance.now() - began);
      }
      took.sort((a, b) => a - b);
      process.stdout.write(
        `${name}${after ? ' (deep)' : ''}: median ${took[20]?.toFixed(1)} ms, worst ${took[39]?.toFixed(1)} ms\n`,
      );
    }
});
