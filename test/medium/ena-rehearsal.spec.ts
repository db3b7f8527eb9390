// What is for production is tried on the test service, last night's copy of it; what is for the test service is
// registered there under aliases of its own.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { webinEndpoints } from '../../server/src/ena/webin/environments.ts';
import { HttpWebinClient } from '../../server/src/ena/webin/http-webin.client.ts';
import type { WebinClient } from '../../server/src/ena/webin/webin.client.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { ReadsDesk } from '../factories/ena-reads.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const sandbox = useSandbox();
// Nobody is at home there: what is for production is only tried.
const nowhere = ['SUBMIT', 'LOGIN', 'TOKEN', 'REPORT'].map((name) => [
  `ENA_${name}_URL`,
  'https://127.0.0.1:9/ena/submit',
]);
const app = useApp({
  worker: true,
  env: async () => ({
    ...Object.fromEntries(nowhere),
    ENA_ENVIRONMENT: 'production',
    ENA_ACCOUNT_ENVIRONMENT: 'production',
    ENA_UPLOAD_URL: 'None',
    ENA_USERNAME: (await sandbox.start()).ENA_USERNAME ?? '',
  }),
});
const tried: string[] = [];
let curator: Person;
let batches: BatchDesk;
let submission: SubmissionView;
let batch: BatchView;

/** The sandbox in the part of ENA's test service. */
function testService(): WebinClient {
  const { ENA_SUBMIT_URL, ENA_USERNAME = '', ENA_PASSWORD = '' } = sandbox.running.env;
  const endpoints = webinEndpoints({ environment: 'sandbox', submitUrl: ENA_SUBMIT_URL });
  const client = new HttpWebinClient(
    { ...endpoints, environment: 'test' },
    { username: ENA_USERNAME, password: ENA_PASSWORD },
  );
  const submit = client.submit.bind(client);
  client.submit = (document, options) => {
    tried.push(Buffer.from(document).toString());
    return submit(document, options);
  };
  return client;
}

beforeAll(async () => {
  await seedChecklists(app.api);
  curator = await app.person('curator');
  batches = new BatchDesk(app, curator);
  const webin = app.worker?.get<Webin>(Webin as never);
  if (webin) webin.rehearsal = () => testService();
  const desk = new ReadsDesk(app, await app.person('depositor'), curator);
  submission = (await desk.approved(['L-1', 'L-2'])).view;
});

async function checked({ id }: BatchView): Promise<BatchView> {
  const { version } = await batches.get(id);
  okay(await app.request('POST', `ena/batches/${id}/validate`, { as: curator, ifMatch: version, body: {} }));
  return batches.until(id, ({ status }) => status !== 'checking');
}

const result = async ({ id }: BatchView) =>
  okay(await app.request('GET', `ena/batches/${id}/submissions`, { as: curator })).items[0];

/** As if production had taken what is neither experiment nor run. */
async function registered(at: Date): Promise<void> {
  const items = (await batches.items(batch.id)).filter(({ type }) => ['project', 'sample'].includes(type));
  const identifiers = items.map(({ accession, type }, n) => ({
    accession,
    authority: 'ENA' as const,
    identifier: type === 'project' ? `PRJEB${900 + n}` : `ERS${9_000_000 + n}`,
    environment: 'production' as const,
  }));
  await app.get(UnitOfWork).run((tx) => app.get(AccessionsService).recordExternal(tx, identifiers, at));
  const accessions = items.map(({ accession }) => accession);
  await app.get(DataSource).query(`DELETE FROM ena_batch_items WHERE accession = ANY($1)`, [accessions]);
}

describe('a batch for production', () => {
  it('has the accessions for aliases, and is tried under others', async () => {
    batch = await batches.create(submission);
    const names = (await batches.items(batch.id)).map(({ accession, enaAlias }) => [accession, enaAlias]);
    expect(names).toHaveLength(7);
    for (const [accession, alias] of names) expect(alias).toBe(accession);
    batch = await checked(batch);
    expect(batch).toMatchObject({ status: 'checked', checks: { passed: 1, failed: 0 } });
    const [document = ''] = tried;
    const ending = `.t${Number(batch.reference.slice(4))}`;
    for (const [accession] of names) expect(document).toContain(`alias="${accession}${ending}"`);
    const references = [...document.matchAll(/refname="([^"]*)"/g)].map(([, name = '']) => name);
    expect(references).toHaveLength(6);
    for (const name of references) expect(name.endsWith(ending), name).toBe(true);
    expect(await sandbox.objects()).toEqual([]);
  });

  it('is not refused for what refers to records of today, which the copy does not have', async () => {
    await registered(new Date());
    tried.length = 0;
    expect(await checked(batch)).toMatchObject({ checks: { passed: 1, failed: 0 } });
    const { checkStatus, checkMessage } = await result(batch);
    expect(checkStatus).toBe('passed');
    expect(checkMessage).toMatch(/^4 records refer to what ENA has registered .* before the next copy\.$/);
    expect(tried).toEqual([]);
  });

  it('is tried once the copy should have them, under the aliases that production gave', async () => {
    app.worker?.get<Clock>(Clock as never).standAt(new Date(Date.now() + 2 * 86_400_000));
    expect(await checked(batch)).toMatchObject({ checks: { passed: 0, failed: 1 } });
    const items = await batches.items(batch.id);
    const experiments = items.filter(({ type }) => type === 'experiment');
    expect(experiments.map(({ checkStatus }) => checkStatus)).toEqual(['failed', 'failed']);
    const [document = ''] = tried;
    for (const { accession } of items) expect(document).toContain(`alias="${accession}.t`);
    expect(document).toMatch(new RegExp(`<STUDY_REF refname="${submission.accession}"`));
  });
});
