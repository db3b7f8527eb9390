// Which project an experiment, run or analysis is a part of, and that it is not due before that is.
import { DataSource } from 'typeorm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { studiesOf } from '../../server/src/accessions/studies.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { approve, Desk } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
const today = new Date().toISOString().slice(0, 10);
let depositor: Desk;
let curator: Desk;
/** Two projects; nobody asked to hold back what is deposited with them. */
let one: { id: string; project: string };
let two: { id: string; project: string };
let number = 80_000_000;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
});

beforeEach(async () => {
  [one, two] = [await approved(), await approved()];
});

async function approved() {
  const draft = await depositor.draft(1, { holdDate: null });
  const { id, accession } = await approve(depositor, curator, draft);
  return { id, project: accession ?? '' };
}

const query = (sql: string, parameters: unknown[]) => app.get(DataSource).query(sql, parameters);

/** As the approval leaves a record whose alias is its accession. */
async function deposited(submissionId: string, kind: string, details: object): Promise<string> {
  number += 1;
  const accession = `SEQ${kind.slice(0, 1).toUpperCase()}${number}`;
  await query(
    `INSERT INTO revision_records (submission_id, revision, position, record_id, type, alias, title, description, taxon_id, scientific_name, attributes, details)
     VALUES ($1, 1, $2, gen_random_uuid(), $3, $4, '', '', '', '', '[]', $5)`,
    [submissionId, number, kind, accession, JSON.stringify(details)],
  );
  await query(
    `INSERT INTO accessions (accession, kind, number, submission_id, owner_id, alias, title, minted_at)
     SELECT $1, $2, $3, id, owner_id, $1, '', now() FROM submissions WHERE id = $4`,
    [accession, kind, number, submissionId],
  );
  return accession;
}

const named = (accession: string, authority: 'ENA' | 'Study', identifier: string) =>
  app
    .get(UnitOfWork)
    .run((tx) =>
      app
        .get(AccessionsService)
        .recordExternal(tx, [{ accession, authority, identifier, environment: 'sandbox' }], new Date()),
    );

const due = (accessions: readonly string[]) =>
  app.get(UnitOfWork).run((tx) => app.get(AccessionsService).dueToday(tx, accessions, 'sandbox', today));

describe('the project that a record is a part of', () => {
  it('is that of its submission, or the one that it names, here or at ENA; of a run that of its experiment', async () => {
    await named(two.project, 'ENA', `PRJEB${two.id.slice(0, 8)}`);
    await named(two.project, 'Study', `ERP${two.id.slice(0, 8)}`);
    const own = await deposited(one.id, 'experiment', { study: null });
    const other = await deposited(one.id, 'experiment', { study: { accession: two.project } });
    await named(other, 'ENA', `ERX${one.id.slice(0, 8)}`);
    const expected: Record<string, string> = { [own]: one.project, [other]: two.project };
    const add = async (kind: string, details: object, { project }: { project: string }) => {
      expected[await deposited(one.id, kind, details)] = project;
    };
    await add('experiment', { study: { accession: `PRJEB${two.id.slice(0, 8)}` } }, two);
    await add('analysis', { study: { accession: `ERP${two.id.slice(0, 8)}` } }, two);
    await add('analysis', { study: null }, one);
    await add('run', { experiment: { alias: own } }, one);
    await add('run', { experiment: { alias: other } }, two);
    await add('run', { experiment: { accession: `ERX${one.id.slice(0, 8)}` } }, two);
    const foreign = [
      await deposited(one.id, 'experiment', { study: { accession: 'PRJEB00000001' } }),
      await deposited(one.id, 'run', { experiment: { accession: 'ERX00000001' } }),
      one.project,
    ];
    const found = await studiesOf(app.get(DataSource), [...Object.keys(expected), ...foreign], 'sandbox');
    expect(Object.fromEntries(found)).toEqual(expected);
    // What one of ENA's services calls a record is not its name at another.
    const elsewhere = await studiesOf(app.get(DataSource), Object.keys(expected), 'production');
    expect(elsewhere.size).toBe(5);
  });
});

describe('what ENA took without a day', () => {
  it('is not due while its project is held, also that of another submission; then it is', async () => {
    const experiment = await deposited(one.id, 'experiment', { study: { accession: two.project } });
    const run = await deposited(one.id, 'run', { experiment: { alias: experiment } });
    const analysis = await deposited(one.id, 'analysis', { study: null });
    const parts = [experiment, run, analysis];
    await query(`UPDATE accessions SET hold_date = '2999-01-01' WHERE accession = $1`, [two.project]);
    // Both go in one request with their own project, which nobody holds.
    expect(await due([one.project, ...parts])).toBe(2);
    expect(await due(parts)).toBe(0);
    await query(`UPDATE accessions SET hold_date = $2 WHERE accession = $1`, [two.project, today]);
    expect(await due(parts)).toBe(2);
  });
});
