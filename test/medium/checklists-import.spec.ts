// What an import leaves behind when it fails, and what it sets going when it does not.
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { TaskHandlers } from '../../server/src/platform/queue/task-handlers.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import type { Checklist } from '../../server/src/validation/checklist.contract.ts';
import { ChecklistsService } from '../../server/src/validation/checklists.service.ts';
import { makeActor } from '../factories/actors.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
let model: Checklist;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
  model = (await app.get(ChecklistsService).get('ERC000011')).document;
});

const made = (accession: string, given: Partial<Checklist> = {}): Checklist => ({
  ...model,
  accession,
  version: 'tried',
  ...given,
});
const send = (file: Checklist) =>
  app.get(ChecklistsService).import(systemActor('tests'), Buffer.from(JSON.stringify(file)));
const current = (accession: string) => app.get(ChecklistsService).current(app.get(DataSource), accession);

describe('an import that is rolled back', () => {
  it('leaves nothing behind that a later one of the same version would be taken for', async () => {
    const accession = 'ERC999002';
    await send(made(accession, { version: 'first' }));
    const checklists = app.get(ChecklistsService);
    const uow = app.get(UnitOfWork);
    const { run } = uow;
    // The import goes over the file twice in one transaction that does not commit.
    uow.run = (work) =>
      run.call(uow, async (tx) => {
        await work(tx);
        await work(tx);
        throw new Error('the database went away');
      }) as never;
    await expect(send(made(accession, { label: 'never committed' }))).rejects.toThrow('went away');
    uow.run = run;
    expect((await checklists.current(app.get(DataSource), accession))?.version).toBe('first');
    await send(made(accession, { label: 'committed' }));
    expect(await current(accession)).toMatchObject({ version: 'tried', label: 'committed' });
  });
});

const xml = (accession: string) =>
  `<CHECKLIST accession="${accession}" checklistType="Sample"><DESCRIPTOR><LABEL>l</LABEL><NAME>n</NAME><FIELD_GROUP><NAME>g</NAME><FIELD><LABEL>f</LABEL><NAME>f</NAME><FIELD_TYPE><TEXT_FIELD/></FIELD_TYPE><MANDATORY>mandatory</MANDATORY><MULTIPLICITY>single</MULTIPLICITY></FIELD></FIELD_GROUP></DESCRIPTOR></CHECKLIST>`;

const lock = (name: string) => `hashtext('checklist ${name}')`;

describe('an import of several checklists', () => {
  it('takes them in the order of their accessions, so that two imports cannot wait for each other', async () => {
    const [first, last] = ['ERC999010', 'ERC999011'];
    const other = new Client({ connectionString: app.config.DATABASE_URL });
    await other.connect();
    try {
      await other.query(`BEGIN; SELECT pg_advisory_xact_lock(${lock(last)})`);
      const file = `<CHECKLIST_SET>${xml(last)}${xml(first)}</CHECKLIST_SET>`;
      const importing = app.get(ChecklistsService).import(systemActor('tests'), Buffer.from(file));
      const isFree = async (): Promise<boolean> =>
        (await app.get(DataSource).query(`SELECT pg_try_advisory_xact_lock(${lock(first)}) AS free`))[0].free;
      await expect.poll(isFree, { timeout: 60_000 }).toBe(false);
      await other.query('COMMIT');
      expect((await importing).items.map(({ accession }) => accession)).toEqual([first, last]);
    } finally {
      await other.end();
    }
  });
});

const views = (ids: string[]): Promise<SubmissionView[]> =>
  Promise.all(ids.map((id) => app.get(SubmissionsService).get(depositor, id)));

const rechecks = async (ids: string[]): Promise<number> =>
  (
    await app
      .get(DataSource)
      .query(`SELECT 1 FROM audit_events WHERE action = 'submission.recheck' AND root_id = ANY($1)`, [ids])
  ).length;

describe('drafts after their checklist was changed', () => {
  const checklist = 'ERC999003';

  async function draft(): Promise<string> {
    const submissions = app.get(SubmissionsService);
    const { id, version } = await submissions.create(depositor, { ...study(), checklist });
    const bytes = sheet({ checklist, samples: samples(2) });
    await app.get(SheetsService).upload(depositor, id, version, 'a.tsv', Readable.from([bytes]));
    return id;
  }

  /** One attempt of the task. @returns the drafts it locked; `most`: how many before its worker stops */
  async function attempt(most = Number.POSITIVE_INFINITY): Promise<number> {
    let fences = 0;
    const fence = () => {
      if (fences >= most) return Promise.reject(new Error('the worker stops'));
      fences += 1;
      return Promise.resolve();
    };
    const { signal } = new AbortController();
    const handler = app.get(TaskHandlers).get('checklist.changed');
    await handler
      ?.handle({ accession: checklist }, { id: 't', attempt: 1, signal, fence })
      .catch((error: Error) => expect(error.message).toBe('the worker stops'));
    return fences;
  }

  it('are checked once each, also when the task is done in several attempts', async () => {
    await send(made(checklist, { version: 'first' }));
    const ids = [await draft(), await draft(), await draft()];
    const before = await views(ids);
    expect(await attempt()).toBe(0);
    await send(made(checklist, { version: 'second', label: 'another' }));
    expect(await attempt(1)).toBe(1);
    expect(await rechecks(ids)).toBe(1);
    expect(await attempt()).toBe(2);
    expect(await attempt()).toBe(0);
    const after = await views(ids);
    expect(after.map(({ checklistVersion }) => checklistVersion)).toEqual(['second', 'second', 'second']);
    expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version + 1));
    expect(await rechecks(ids)).toBe(3);
  });
});
