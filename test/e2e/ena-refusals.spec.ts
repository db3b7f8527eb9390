// What ENA refuses comes back to the cell it is about, and goes when ENA takes the record.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { sample, sheet } from '../factories/sheets.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
const field = 'sample material processing';

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});
afterEach(() => overnight({}));

/** ENA makes fields of checklists mandatory. */
async function overnight(mandatoryFields: Record<string, string[]>): Promise<void> {
  const body = JSON.stringify({ mandatoryFields });
  const answer = await fetch(`${sandbox.running.url}/_control/settings`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

/** Two samples, the second without the field. */
async function approved() {
  const samples = [sample('full', { [field]: 'frozen' }), sample('empty', { [field]: '' })];
  const draft = await depositor.upload(await depositor.create(), sheet({ samples }));
  return approve(depositor, curator, draft);
}

async function refusals(id: string) {
  const page = await app.request('GET', `submissions/${id}/findings?rule=ena.refused`, { as: curator.as });
  return okay(page).items;
}

describe('a record that ENA refuses', () => {
  it('has the refusal as a finding on its cell, until ENA takes it', async () => {
    const bad = await approved();
    const { errorCount } = await curator.get(bad.id);
    await overnight({ ERC000011: [field] });
    const batch = await batches.send(await batches.create(bad));
    const refused = await batches.settled(batch.id);
    expect(refused).toMatchObject({ status: 'refused', counts: { failed: 3 } });
    const record = (await depositor.records(bad.id)).find(({ alias }) => alias === 'empty');
    const view = await curator.get(bad.id);
    const letter = view.sheet?.columns.find(({ header }) => header === field)?.letter;
    const found = await refusals(bad.id);
    const own = found.filter(({ field: about }: { field: string | null }) => about === field);
    expect(own).toMatchObject([
      { recordId: record?.id, alias: 'empty', severity: 'error', row: expect.any(Number), column: letter },
    ]);
    expect(own[0].message).toContain(`must have required property '${field}'`);
    expect(view.errorCount).toBe(errorCount + found.length);
    expect(found.every(({ alias }: { alias: string | null }) => alias !== 'full')).toBe(true);
    const { items } = okay(await app.request('GET', `ena/batches/${batch.id}/errors`, { as: curator.as }));
    expect(items[0]).toMatchObject({ from: 'sending' });

    const again = await batches.retry(refused);
    expect(await batches.settled(again.id)).toMatchObject({ status: 'refused' });
    expect(await refusals(bad.id)).toHaveLength(found.length);

    await overnight({});
    await batches.retry(await batches.get(batch.id));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    expect(await refusals(bad.id)).toEqual([]);
    expect((await curator.get(bad.id)).errorCount).toBe(errorCount);
  });

  it('keeps it until the deposit is validated anew', async () => {
    const bad = await approved();
    await overnight({ ERC000011: [field] });
    const batch = await batches.send(await batches.create(bad));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'refused' });
    expect((await refusals(bad.id)).length).toBeGreaterThan(0);
    const open = await depositor.do(await depositor.get(bad.id), 'revise');
    const samples = [sample('full', { [field]: 'frozen' }), sample('empty', { [field]: 'dried' })];
    const better = await approve(depositor, curator, await depositor.upload(open, sheet({ samples })));
    expect(await refusals(bad.id)).toEqual([]);
    const second = await batches.send(await batches.create(better));
    expect(await batches.settled(second.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
  });
});
