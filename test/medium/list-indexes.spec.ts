// Lists of a busy archive: each filter in its usual order is read off an index, not sorted out of all rows.
import { createMongoAbility } from '@casl/ability';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessionList } from '../../server/src/accessions/accessions.queries.ts';
import { accessionListQuery } from '../../server/src/accessions/accession.contract.ts';
import { abilityOf } from '../../server/src/auth/abilities.ts';
import type { AppAbility } from '../../server/src/platform/access/actor.ts';
import type { ListQuery } from '../../server/src/platform/lists/list.contract.ts';
import type { ListDefinition } from '../../server/src/platform/lists/list-definition.ts';
import { orderOf, pageSql } from '../../server/src/platform/lists/page-sql.ts';
import { Parameters } from '../../server/src/platform/lists/parameters.ts';
import { submissionListQuery } from '../../server/src/submissions/submission.contract.ts';
import { submissionList } from '../../server/src/submissions/submissions.queries.ts';
import { umbrellaListQuery } from '../../server/src/ena/umbrellas/umbrella.contract.ts';
import { umbrellaList } from '../../server/src/ena/umbrellas/umbrellas.queries.ts';
import { useDatabase } from '../setup/database.ts';

const rows = 100_000;
const reader = '0191d2a0-0000-7000-8000-000000000001';

const database = useDatabase();
let source: DataSource;
beforeAll(async () => {
  source = await new DataSource({
    type: 'postgres',
    url: database.env['DATABASE_MIGRATION_URL'] ?? '',
  }).initialize();
  await source.query(`
    INSERT INTO users (id, email, name, roles, created_at, updated_at)
    VALUES ('${reader}', 'someone@example.org', 'Someone', '{auditor}', now(), now());
    INSERT INTO submissions (id, owner_id, curator_id, status, title, description, checklist, revision, error_count, submitted_at, created_at, updated_at)
    SELECT gen_random_uuid(), '${reader}', CASE WHEN n % 50 > 0 THEN '${reader}'::uuid END,
           (ARRAY['draft', 'submitted', 'in_review', 'approved'])[1 + n % 4], 'Study ' || n, '', 'ERC00' || (1000 + n % 40), 1,
           CASE WHEN n % 97 = 0 THEN 3 ELSE 0 END, now() - n * interval '1 minute', now() - n * interval '1 hour', now() - n * interval '1 minute'
      FROM generate_series(1, ${rows}) n;
    INSERT INTO accessions (accession, kind, number, submission_id, owner_id, alias, title, status, minted_at)
    SELECT 'X' || n, CASE WHEN n % 100 = 0 THEN 'project' ELSE 'sample' END, n, '${reader}', '${reader}', 'a' || n, 'Leaf ' || n,
           CASE WHEN n % 500 = 0 THEN 'suppressed' WHEN n % 3 = 0 THEN 'private' ELSE 'public' END, now() - n * interval '1 minute'
      FROM generate_series(1, ${rows}) n;
    INSERT INTO ena_umbrellas (id, environment, title, description, components, content_version, ena_accession, registered_at, sent_version, created_by, created_at, updated_at)
    SELECT gen_random_uuid(), 'production', 'Umbrella ' || n, '', '{}', 2, CASE WHEN n % 500 > 0 THEN 'PRJEB' || n END, CASE WHEN n % 500 > 0 THEN now() END,
           CASE WHEN n % 7 > 0 THEN 2 END, '${reader}', now() - n * interval '1 hour', now()
      FROM generate_series(1, ${rows}) n;
    INSERT INTO ena_requests (id, kind, status, environment, account, umbrella_id, revision, reason, created_by, created_at)
    SELECT gen_random_uuid(), 'umbrella', CASE WHEN number <= 20 THEN 'sending' WHEN number <= 40 THEN 'attention' ELSE 'done' END, 'production', 'Webin-1', id, 1, '', '${reader}', created_at
      FROM ena_umbrellas;
    ANALYZE submissions; ANALYZE accessions; ANALYZE ena_umbrellas; ANALYZE ena_requests`);
});
afterAll(() => source.destroy());

const everything = createMongoAbility<AppAbility>([
  { action: 'read', subject: ['Submission', 'Accession', 'EnaRequest'] },
]);
const curator = abilityOf({ id: reader, roles: ['curator'] });

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Actual Rows'?: number; Plans?: Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The first page's plan: which indexes it reads, and how many rows come out of its busiest node. */
async function planOf<Query extends ListQuery>(
  list: ListDefinition<Query>,
  query: Query,
  ability: AppAbility,
) {
  const parameters = new Parameters();
  const order = orderOf(list, query.sort);
  const { sql } = pageSql(list, { id: reader, ability }, query, order, () => [], parameters);
  const [row] = await source.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, parameters.values);
  const nodes = nodesOf(row['QUERY PLAN'][0].Plan as Plan);
  return {
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    most: Math.max(...nodes.map((node) => node['Actual Rows'] ?? 0)),
    text: JSON.stringify(nodes.map((node) => [node['Node Type'], node['Index Name'], node['Actual Rows']])),
  };
}

describe.each([
  ['everything', everything],
  ['what a curator may read', curator],
])('a page of %s', (_, ability) => {
  it.each([
    ['kind=project', 'accessions_kind'],
    ['status=suppressed', 'accessions_status'],
  ])('of accessions with %s is read off its index', async (query, index) => {
    const given = accessionListQuery.parse(Object.fromEntries(new URLSearchParams(query)));
    const { indexes, most, text } = await planOf(accessionList, given, ability);
    expect(indexes, text).toContain(index);
    expect(most, text).toBeLessThan(150);
  });

  it.each([
    ['checklist=ERC001007', 'submissions_checklist'],
    ['curator=none&sort=submittedAt', 'submissions_unclaimed'],
    ['curator=none&status=submitted&sort=submittedAt', 'submissions_unclaimed'],
    ['findings=errors', 'submissions_errors'],
  ])('of submissions with %s is read off its index', async (query, index) => {
    const given = submissionListQuery.parse(Object.fromEntries(new URLSearchParams(query)));
    const { indexes, most, text } = await planOf(submissionList, given, ability);
    expect(indexes, text).toContain(index);
    expect(most, text).toBeLessThan(150);
  });

  it.each([
    ['registered', /^ena_umbrellas_(standing|created_at)$/, 150],
    ['changed', /^ena_umbrellas_standing$/, 150],
    ['sending', /^ena_requests_(umbrella_once|status)$/, 150],
    ['attention', /^ena_requests_(umbrella_once|status)$/, 150],
    // What the test service has forgotten is one, too: all drafts are read, which a person has made one by one.
    ['draft', /^ena_umbrellas_standing$/, 1 + rows / 500],
  ])('of umbrella projects that are %s is read off its index', async (state, index, limit) => {
    const { indexes, most, text } = await planOf(umbrellaList, umbrellaListQuery.parse({ state }), ability);
    expect(indexes, text).toContainEqual(expect.stringMatching(index));
    expect(most, text).toBeLessThan(limit);
  });
});
