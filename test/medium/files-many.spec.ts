// A submission with more files than anybody looks through.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { abilityOf } from '../../server/src/auth/abilities.ts';
import { fileListQuery } from '../../server/src/files/file.contract.ts';
import { fileList } from '../../server/src/files/files.queries.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { orderOf, pageSql } from '../../server/src/platform/lists/page-sql.ts';
import { Parameters } from '../../server/src/platform/lists/parameters.ts';
import { SubmissionFiles } from '../../server/src/submissions/uploads/submission-files.ts';
import { Sender } from '../factories/files.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ env: { SUBMISSION_FILES_MAX: '10001' } });
let desk: Desk;
let sender: Sender;
beforeAll(async () => {
  desk = new Desk(app, await app.person('depositor'));
  sender = new Sender(app, desk.as);
});

describe('ten thousand files of one submission', () => {
  let crowded: string;
  beforeAll(async () => {
    crowded = (await desk.create()).id;
    await app.get(DataSource).query(
      `INSERT INTO files (id, root_type, root_id, owner_id, name, status, store, key, part_size, size, md5, sha256, created_at, updated_at)
       SELECT gen_random_uuid(), 'Submission', $1, $2, 'reads-' || n || '.fastq.gz', 'verified', 'hot', 'none', 1, 1 + n % 5, repeat('a', 32), repeat('b', 64), now(), now()
         FROM generate_series(1, 10000) n`,
      [crowded, desk.as.id],
    );
    const owner = new DataSource({ type: 'postgres', url: app.config.DATABASE_MIGRATION_URL ?? '' });
    await owner.initialize();
    await owner.query('ANALYZE files');
    await owner.destroy();
  });

  it('are walked through to their end, each once', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const query = `limit=500&sort=-size${after && `&after=${after}`}`;
      const page = okay(await app.request('GET', `submissions/${crowded}/files?${query}`, { as: desk.as }));
      seen.push(...page.items.map(({ name }: { name: string }) => name));
      after = page.next ?? '';
    } while (after);
    expect(new Set(seen).size).toBe(10_000);
    expect(seen).toHaveLength(10_000);
  });

  it.each([
    ['name', 'files_name'],
    ['-createdAt', 'files_created_at'],
    ['size', 'files_size'],
  ])('sorted by %s come a page at a time off an index', async (sort, index) => {
    const parameters = new Parameters();
    const reader = { id: desk.as.id, ability: abilityOf({ id: desk.as.id, roles: ['depositor'] }) };
    const query = fileListQuery.parse({ sort });
    const inRoot = (p: Parameters) => [`f.root_id = ${p.add(crowded)}::uuid`];
    const { sql } = pageSql(fileList, reader, query, orderOf(fileList, sort), inRoot, parameters);
    const [row] = await app.get(DataSource).query(`EXPLAIN (FORMAT JSON) ${sql}`, parameters.values);
    const plan = JSON.stringify(row);
    expect(plan).toContain(`"${index}"`);
    expect(plan).not.toContain('"files_status"');
  });

  it('are known by name, and let another one in', async () => {
    const files = await app.get(UnitOfWork).run((tx) => app.get(SubmissionFiles).byName(tx, crowded));
    expect(files.size).toBe(10_000);
    expect(files.get('reads-7.fastq.gz')).toMatchObject({ size: 3, md5: 'a'.repeat(32), status: 'verified' });
    okay(await sender.ask(crowded, { name: 'the-last.bam', size: 1 }), 201);
    const answer = await sender.ask(crowded, { name: 'one-more.bam', size: 1 });
    expect(answer.body).toMatchObject({ status: 413, code: 'file.too_many' });
  });
});
