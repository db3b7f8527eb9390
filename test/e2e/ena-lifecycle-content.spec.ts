// What was approved after ENA had it: listed, sent whole, refused where ENA keeps what it has; and what goes with a
// study, an experiment or a run that is cancelled.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaPayloads } from '../../server/src/ena/sending/payloads.service.ts';
import type { DifferencesView } from '../../server/src/ena/lifecycle/difference.contract.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { ReadsDesk } from '../factories/ena-reads.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { sample, sheet } from '../factories/sheets.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
let depositor: Desk;
let curator: Desk;
let requests: RequestDesk;
let reads: ReadsDesk;
let bench: LifecycleBench;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  requests = new RequestDesk(app, curator.as);
  reads = new ReadsDesk(app, depositor.as, curator.as);
  bench = new LifecycleBench(app, sandbox, curator.as);
});

const differences = async (id: string): Promise<DifferencesView> =>
  okay(await app.request('GET', `ena/differences?submissionId=${id}`, { as: curator.as }));
const modify = (submissionId: string) =>
  app.request('POST', 'ena/requests', {
    as: curator.as,
    body: { kind: 'modify', submissionId, reason: 'Corrected' },
  });

/** Opened again; what `change` does to it is approved. */
async function revised({ id }: SubmissionView, change: (open: SubmissionView) => Promise<unknown>) {
  const open = await depositor.do(await depositor.get(id), 'revise', 'A mistake in it');
  await change(open);
  return approve(depositor, curator, await depositor.get(id));
}

async function withTitle(id: string, at: number, title: string) {
  const record = (await depositor.records(id, 'type=sample&limit=500'))[at]!;
  okay(await depositor.patch(id, record, { title }));
}

describe('a record that was changed after ENA had it', () => {
  it('is listed with what differs, sent whole, and then differs no more', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(3));
    await bench.register(approved);
    expect(await differences(approved.id)).toMatchObject({ revision: 1, total: 0 });
    expect((await modify(approved.id)).body.code).toBe('ena_request.nothing_differs');

    await revised(approved, () => withTitle(approved.id, 1, 'Leaf & root, corrected'));
    const [changed] = (await depositor.records(approved.id)).slice(1, 2);
    const listed = await differences(approved.id);
    expect(listed).toMatchObject({
      revision: 2,
      total: 1,
      items: [
        { accession: changed?.accession, kind: 'sample', sentRevision: 1, fields: ['title'], obstacle: null },
      ],
    });
    const request = okay(await modify(approved.id), 201);
    expect(request).toMatchObject({ kind: 'modify', revision: 2, accession: null, recordCount: 1 });
    expect((await modify(approved.id)).body.code).toBe('ena_request.under_way');
    expect(await requests.settled(request)).toMatchObject({ status: 'done' });
    const ena = await bench.there(changed?.accession ?? '');
    expect(ena?.title).toBe('Leaf & root, corrected');
    const xml = await bench.xml('sample', ena?.accession ?? '');
    // Whole: what did not change is there as well.
    for (const part of ['ENA-CHECKLIST', 'submitter_alias', 'collection date', '<TAXON_ID>4113'])
      expect(xml).toContain(part);
    expect(await differences(approved.id)).toMatchObject({ total: 0 });
  });

  it('is changed once, though the answer was lost and it is sent twice', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1));
    await bench.register(approved);
    await revised(approved, () => withTitle(approved.id, 0, 'Tuber'));
    await sandbox.fail({ kind: 'disconnect_after', on: 'queue' });
    const request = await requests.settled(okay(await modify(approved.id), 201));
    expect(request).toMatchObject({ status: 'done' });
    expect(request.messages.join(' ')).toMatch(/has not changed. No update required/);
    expect(await differences(approved.id)).toMatchObject({ total: 0 });
  });

  it('of the project, too; and not before it is approved', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1));
    await bench.register(approved);
    const title = 'Potato cultivars of four Andean valleys';
    const renamed = async ({ id, version }: SubmissionView) => {
      okay(
        await app.request('PATCH', `submissions/${id}`, {
          as: depositor.as,
          ifMatch: version,
          body: { title },
        }),
      );
      expect(await differences(id)).toMatchObject({ revision: null, total: 0 });
      expect((await modify(id)).body.code).toBe('ena_request.not_approved');
    };
    await revised(approved, renamed);
    expect(await differences(approved.id)).toMatchObject({ items: [{ kind: 'project', fields: ['title'] }] });
    const request = await requests.settled(okay(await modify(approved.id), 201));
    expect(request.status).toBe('done');
    expect((await bench.there(approved.accession ?? ''))?.title).toBe(title);
  });

  it('is for curators, who do not decide about their own', async () => {
    const both = new Desk(app, await app.person('depositor', 'curator'));
    const own = await approve(both, curator, await both.draft(1));
    await bench.register(own);
    const ask = (as: Desk['as']) =>
      app.request('POST', 'ena/requests', {
        as,
        body: { kind: 'modify', submissionId: own.id, reason: 'Mine' },
      });
    const open = await both.do(await both.get(own.id), 'revise', 'A mistake');
    const record = (await both.records(open.id))[0]!;
    okay(await both.patch(open.id, record, { title: 'Mine' }));
    await approve(both, curator, await both.get(own.id));
    expect(await ask(both.as)).toMatchObject({ status: 403, body: { code: 'access.denied' } });
    expect((await ask(depositor.as)).status).toBe(403);
    expect(
      await app.request('GET', `ena/differences?submissionId=${own.id}`, { as: depositor.as }),
    ).toMatchObject({ status: 403 });
    expect((await ask(curator.as)).status).toBe(201);
  });
});

describe('more changes than one document takes', () => {
  const field = 'sample material processing';
  const overnight = (mandatoryFields: Record<string, string[]>) =>
    fetch(`${sandbox.running.url}/_control/settings`, {
      method: 'POST',
      body: JSON.stringify({ mandatoryFields }),
    });
  const table = (title: string, last: string) =>
    sheet({
      samples: ['a', 'b', 'c'].map((alias) =>
        sample(alias, { sample_title: `${title} ${alias}`, [field]: alias === 'c' ? last : 'frozen' }),
      ),
    });
  const refusals = async (id: string) =>
    okay(await app.request('GET', `submissions/${id}/findings?rule=ena.refused`, { as: curator.as })).items;

  it('go in parts with outcomes of their own, and what ENA refuses is a finding on its cell', async () => {
    const draft = await depositor.upload(await depositor.create(), table('Leaf', 'frozen'));
    const approved = await approve(depositor, curator, draft);
    await bench.register(approved);
    await revised(approved, (open) => depositor.upload(open, table('Root', '')));
    const [, , last] = await depositor.records(approved.id);
    const payloads = app.worker!.get<EnaPayloads>(EnaPayloads as never);
    const whole = payloads.replacing.bind(payloads);
    payloads.replacing = (id, revision, items) => whole(id, revision, items.slice(0, 2));
    await overnight({ ERC000011: [field] });

    const first = await requests.settled(okay(await modify(approved.id), 201));
    expect(first).toMatchObject({ status: 'done', recordCount: 2, partOf: null });
    expect(first.parts).toHaveLength(1);
    const second = await requests.settled(first.parts[0]!);
    expect(second).toMatchObject({ status: 'refused', recordCount: 1, partOf: { id: first.id }, parts: [] });
    expect(await requests.objects(second)).toMatchObject([
      { accession: last?.accession, message: expect.stringContaining(field) },
    ]);
    const view = await curator.get(approved.id);
    const column = view.sheet?.columns.find(({ header }) => header === field)?.letter;
    const found: { field: string | null }[] = await refusals(approved.id);
    expect(found.filter((one) => one.field === field)).toMatchObject([
      { recordId: last?.id, column, alias: 'c' },
    ]);
    expect(await differences(approved.id)).toMatchObject({
      total: 1,
      items: [{ accession: last?.accession }],
    });

    await overnight({});
    expect(await requests.settled(okay(await modify(approved.id), 201))).toMatchObject({ status: 'done' });
    expect(await refusals(approved.id)).toEqual([]);
    expect(await differences(approved.id)).toMatchObject({ total: 0 });
    payloads.replacing = whole;
  });
});

describe('a study with reads', () => {
  it('keeps its files; is cancelled from the run up to the study, each with what hangs on it', async () => {
    const { view } = await reads.approved(['one', 'two']);
    await bench.register(view);
    const ofType = (type: string) => depositor.records(view.id, `type=${type}&limit=10`);
    const [experiments, runs] = [await ofType('experiment'), await ofType('run')];
    const named = (list: { accession: string | null }[]) => list.map(({ accession }) => accession ?? '');
    const below = okay(
      await app.request('GET', `accessions/${view.accession}/descendants`, { as: curator.as }),
    );
    expect(
      below.items
        .slice(1)
        .map((one: { accession: string }) => one.accession)
        .sort(),
    ).toEqual([...named(experiments), ...named(runs)].sort());
    for (const one of [...named(experiments), ...named(runs)])
      expect((await requests.ask(one, 'release')).body.code).toBe('ena_request.follows_project');

    const [first] = named(experiments);
    const cancelled = await requests.done(first ?? '', 'withdraw', { category: 'error' });
    expect(cancelled).toMatchObject({ status: 'done', recordCount: 2 });
    const objects = await requests.objects(cancelled);
    expect(objects.map(({ role }) => role)).toEqual(['target', 'follower']);
    for (const { accession } of objects) {
      expect(await bench.there(accession)).toMatchObject({ status: 'CANCELLED' });
      expect(await bench.here(accession)).toMatchObject({ status: 'withdrawn', category: 'error' });
    }
    const left = named(runs).find((one) => !objects.some(({ accession }) => accession === one));
    expect(await bench.here(left ?? '')).toMatchObject({ status: 'private' });

    const study = await requests.done(view.accession, 'withdraw');
    expect(study).toMatchObject({ status: 'done', recordCount: 3 });
    for (const one of [view.accession ?? '', ...named(experiments), ...named(runs)])
      expect(await bench.there(one)).toMatchObject({ status: 'CANCELLED' });
    const [own] = await ofType('sample');
    expect(await bench.there(own?.accession ?? '')).toMatchObject({ status: 'PRIVATE' });
    expect(await bench.here(own?.accession ?? '')).toMatchObject({ status: 'private' });
  });

  it('is not changed in its files, and the way out is told', async () => {
    const { view } = await reads.approved(['kept']);
    await bench.register(view);
    const runOf = async (id: string) => (await depositor.records(id, 'type=run&limit=1'))[0]!;
    const old = await runOf(view.id);
    const swapped = await revised(view, async ({ id }) => {
      const run = await runOf(id);
      const [one, two] = (run.details as { files: { name: string; md5: string }[] }).files;
      const details = {
        forward_file_name: two!.name,
        forward_file_md5: two!.md5,
        reverse_file_name: one!.name,
        reverse_file_md5: one!.md5,
      };
      okay(await depositor.patch(id, run, { details }));
    });
    const listed = await differences(view.id);
    expect(listed).toMatchObject({
      total: 1,
      items: [{ kind: 'run', fields: ['files'], obstacle: expect.stringContaining('new alias') }],
    });
    expect(await modify(view.id)).toMatchObject({ status: 409, body: { code: 'ena_request.files_changed' } });

    const renamed = await revised(swapped, async ({ id }) => {
      okay(await depositor.patch(id, await runOf(id), { alias: 'kept, with its files the right way round' }));
    });
    expect(await differences(view.id)).toMatchObject({ total: 0 });
    await bench.register(renamed);
    const { accession: next } = await runOf(view.id);
    expect(next).not.toBe(old.accession);
    const given = { category: 'superseded', supersededBy: next };
    expect(await requests.done(old.accession, 'withdraw', given)).toMatchObject({ status: 'done' });
    expect(await bench.here(old.accession ?? '')).toMatchObject({ status: 'withdrawn', supersededBy: next });
    expect(await bench.there(old.accession ?? '')).toMatchObject({ status: 'CANCELLED' });
    expect(await bench.there(next ?? '')).toMatchObject({ status: 'PRIVATE' });
  });
});
