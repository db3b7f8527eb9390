// Who may see where a deposit stands, but not what is in it, does not learn that by another way either.
import { Readable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import type { RecordView } from '../../server/src/submissions/record.contract.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { SubmissionHistory } from '../../server/src/submissions/submission-history.service.ts';
import { SubmissionTransitions } from '../../server/src/submissions/submission-transitions.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { makeActor } from '../factories/actors.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
let id: string;

/** A submitted study with a column and an alias that nobody else has; one record was changed. */
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
  const submissions = app.get(SubmissionsService);
  const created = await submissions.create(depositor, { ...study(), checklist: 'ERC000011' });
  ({ id } = created);
  const bytes = sheet({
    samples: samples(2, 'ALIAS', { 'secret column': '1' }),
    units: { 'secret column': 'furlong' },
  });
  await app.get(SheetsService).upload(depositor, id, created.version, 'a.tsv', Readable.from([bytes]));
  const records = app.get(RecordsService);
  const [record] = (JSON.parse(await records.list(depositor, id, { limit: 1 })) as { items: RecordView[] })
    .items;
  const attributes = { 'secret column': { value: '2' } };
  await records.update(depositor, id, record!.id, record!.version, { attributes });
  const { version } = await submissions.get(depositor, id);
  await app.get(SubmissionTransitions).transition(depositor, id, version, 'submit', undefined);
});

const seenBy = async (actor: Actor) => {
  const view = await app.get(SubmissionsService).get(actor, id);
  const { items } = await app.get(SubmissionHistory).timeline(actor, id);
  const revisions = await app.get(SubmissionHistory).revisions(actor, id);
  return { view, items, text: JSON.stringify([view, items, revisions]) };
};

it('shows support when records were changed, and how large the sheet is', async () => {
  const { view, items, text } = await seenBy(await makeActor(app, 'support'));
  expect(text).not.toMatch(/ALIAS|secret|furlong/);
  expect(view.sheet).toMatchObject({ rows: 2 });
  expect(view.sheet?.columns).toHaveLength(8);
  expect(items.find(({ action }) => action === 'record.update')?.summary).toMatchObject({
    target: '',
    fields: [],
  });
  expect(items.find(({ action }) => action === 'submission.submit')?.summary['target']).toBe(view.reference);
});

it('shows those who may read the content which record and what of it', async () => {
  for (const actor of [depositor, await makeActor(app, 'curator'), await makeActor(app, 'auditor')]) {
    const { view, items } = await seenBy(actor);
    expect(view.sheet?.columns.map(({ header }) => header)).toContain('secret column');
    expect(items.find(({ action }) => action === 'record.update')?.summary).toMatchObject({
      target: 'ALIAS-00001',
      fields: ['attribute:secret column'],
    });
  }
});
