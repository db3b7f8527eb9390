// Umbrella projects: put together by a curator, registered at ENA once whatever becomes of the answer, changed there.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { lastCopy } from '../../server/src/ena/webin/nightly-copy.ts';
import { lastCopySql } from '../../server/src/ena/lifecycle/umbrella/umbrella-rows.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { umbrellaDocument } from '../../server/src/ena/lifecycle/umbrella/umbrella-document.ts';
import {
  type UmbrellaRequestView,
  umbrellaState,
  type UmbrellaView,
} from '../../server/src/ena/umbrellas/umbrella.contract.ts';
import { eventually } from '../factories/eventually.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
import { everyPage } from '../factories/pages.ts';
import { RequestDesk } from '../factories/requests.ts';
import { noReports, useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const sandbox = useSandbox(noReports);
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
let depositor: Desk;
let curator: Desk;
let bench: LifecycleBench;
/** Two projects that ENA has, and what it calls them. */
let projects: { accession: string; enaAccession: string }[];

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  bench = new LifecycleBench(app, sandbox, curator.as);
  projects = [];
  for (let n = 0; n < 2; n++) {
    const { id, accession } = await approve(depositor, curator, await depositor.draft(1));
    await bench.register({ id });
    const there = await bench.there(accession ?? '');
    projects.push({ accession: accession ?? '', enaAccession: there?.accession ?? '' });
  }
});

/** The first of a month of next year. */
const day = (month: string) => `${new Date().getUTCFullYear() + 1}-${month}-01`;

const content = {
  title: 'Potato cultivars of the Andes',
  description: 'All that was sequenced of them in ten years.',
};

const post = (path: string, body: object, as: Person = curator.as) =>
  app.request('POST', `ena/umbrellas${path}`, { as, body });
const create = async (components: string[]): Promise<UmbrellaView> =>
  okay(await post('', { ...content, components }), 201);
const get = async (id: string): Promise<UmbrellaView> =>
  okay(await app.request('GET', `ena/umbrellas/${id}`, { as: curator.as }));
const change = ({ id, version }: UmbrellaView, body: object) =>
  app.request('PATCH', `ena/umbrellas/${id}`, { as: curator.as, ifMatch: version, body });
const command = ({ id, version }: UmbrellaView, name: string) =>
  app.request('POST', `ena/umbrellas/${id}/${name}`, {
    as: curator.as,
    ifMatch: version,
    body: { reason: 'The consortium asked for it' },
  });

/** Sends it, and waits until no worker has anything to do for it. */
async function sent(umbrella: UmbrellaView, name = 'send'): Promise<UmbrellaView> {
  okay(await command(umbrella, name));
  for (const end = Date.now() + 100_000; ;) {
    const now = await get(umbrella.id);
    if (now.state !== 'sending') return now;
    if (Date.now() > end) throw new Error(`still sending: ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const atEna = async ({ reference }: UmbrellaView) =>
  (await sandbox.objects()).filter(({ alias }) => alias === `SQDB-${reference}`);

describe('an umbrella project', () => {
  it('groups projects at ENA, also those that are added later', async () => {
    const [one, two] = projects;
    const draft = await create([one!.accession.toLowerCase()]);
    expect(draft).toMatchObject({ state: 'draft', enaAccession: null, request: null, components: [one] });
    const registered = await sent(draft);
    expect(registered).toMatchObject({ state: 'registered', request: { status: 'done', isUnderWay: false } });
    expect(registered.request?.answerCount).toBeGreaterThan(0);
    const answers = okay(
      await app.request('GET', `ena/requests/${registered.request?.id}/answers`, { as: curator.as }),
    );
    expect(answers.items).toHaveLength(registered.request?.answerCount ?? 0);
    expect(registered.request?.payloadBytes).toBeGreaterThan(0);
    const [there, ...others] = await atEna(draft);
    expect([there?.accession, others]).toEqual([registered.enaAccession, []]);
    const children = async () =>
      [...(await bench.xml('project', there!.accession)).matchAll(/CHILD_PROJECT accession="([^"]*)"/g)].map(
        ([, child]) => child,
      );
    expect(await children()).toEqual([one!.enaAccession]);
    expect((await command(registered, 'send')).body.code).toBe('ena_umbrella.unchanged');

    const more = okay(await change(registered, { components: [one!.accession, two!.enaAccession] }));
    expect(more.state).toBe('changed');
    expect(await change(registered, { name: 'Stale' })).toMatchObject({ status: 412 });
    const changed = await sent(more);
    expect(changed).toMatchObject({ state: 'registered', enaAccession: registered.enaAccession });
    expect(await children()).toEqual([one!.enaAccession, two!.enaAccession]);

    const asked = await everyPage<UmbrellaRequestView>(app, `ena/umbrellas/${draft.id}/requests`, curator.as);
    expect(asked).toEqual([
      expect.objectContaining({ ...changed.request, revision: 2, reason: 'The consortium asked for it' }),
      expect.objectContaining({ ...registered.request, revision: 1, createdBy: expect.anything() }),
    ]);
    for (const request of asked)
      expect(await new RequestDesk(app, curator.as).answers(request)).toHaveLength(request.answerCount);
    const path = `ena/umbrellas/${draft.id}/requests`;
    expect((await app.request('GET', path, { as: depositor.as })).status).toBe(403);
    expect(
      (await app.request('GET', path.replace(draft.id, one!.accession), { as: curator.as })).status,
    ).toBe(422);
    const nobodys = path.replace(draft.id, '0191d2a0-0000-7000-8000-000000000009');
    expect((await app.request('GET', nobodys, { as: curator.as })).status).toBe(404);
  });

  it('keeps the day that ENA was told', async () => {
    const holdDate = day('06');
    const draft = okay(await change(await create([projects[0]!.accession]), { holdDate: day('05') }));
    const registered = await sent(okay(await change(draft, { holdDate })));
    expect(registered).toMatchObject({ state: 'registered', holdDate });
    for (const other of [day('07'), null])
      expect(await change(registered, { holdDate: other, name: 'Andes' })).toMatchObject({
        status: 422,
        body: { code: 'ena_umbrella.hold_date_told', errors: [{ path: 'holdDate' }] },
      });
    const renamed = okay(await change(registered, { holdDate, name: 'Andes' }));
    expect(renamed).toMatchObject({ state: 'changed', holdDate, name: 'Andes' });
  });

  it('is a draft again when the test service has forgotten it', async () => {
    const { id } = await create([projects[0]!.accession]);
    const registered = (at: string) =>
      app
        .get(DataSource)
        .query(
          `UPDATE ena_umbrellas SET environment = 'test', ena_accession = 'PRJEB1', registered_at = ${at} WHERE id = $1`,
          [id],
        );
    await registered(`now() - interval '25 hours'`);
    const forgotten = await get(id);
    expect(forgotten).toMatchObject({ state: 'draft', enaAccession: null, registeredAt: null });
    okay(await change(forgotten, { holdDate: day('06') }));
    await registered('clock_timestamp()');
    const kept = await get(id);
    expect(kept).toMatchObject({ state: 'changed', enaAccession: 'PRJEB1' });
    expect((await change(kept, { holdDate: null })).status).toBe(422);
  });

  it('counts the nights of the test service as they are counted elsewhere', async () => {
    const start = Date.UTC(2026, 0, 1);
    const moments = Array.from({ length: 2_000 }, (_, at) => new Date(start + at * 4.4 * 3_600_000));
    const rows = await app
      .get(DataSource)
      .query(
        `SELECT ${lastCopySql('m')} AS copied FROM unnest($1::timestamptz[]) WITH ORDINALITY AS t (m, n) ORDER BY n`,
        [moments],
      );
    expect(rows.map(({ copied }: { copied: Date }) => copied)).toEqual(moments.map(lastCopy));
  });

  it('is there once, though the answer was lost', async () => {
    await sandbox.fail({ kind: 'disconnect_after', on: 'queue' });
    const registered = await sent(await create([projects[0]!.accession]));
    expect(registered).toMatchObject({ state: 'registered', request: { status: 'done' } });
    expect(registered.request?.messages.join(' ')).toContain('already exists');
    const there = await atEna(registered);
    expect(there.map(({ accession }) => accession)).toEqual([registered.enaAccession]);
  });

  it('is not taken for another project that ENA has under its alias, however often it is sent', async () => {
    const draft = await create([projects[0]!.accession]);
    const enaAlias = `SQDB-${draft.reference}`;
    const foreign = umbrellaDocument(
      {
        ...content,
        title: 'Something of somebody else',
        name: null,
        holdDate: null,
        enaAlias,
        enaAccession: null,
      },
      [projects[1]!.enaAccession],
      { centerName: undefined, today: new Date().toISOString().slice(0, 10) },
    );
    await app.get(Webin).client().submit(foreign, {});
    await eventually(async () => (await atEna(draft)).length === 1);
    let now = await sent(draft);
    for (const next of ['retry', 'decline']) {
      expect(now).toMatchObject({ state: 'attention', enaAccession: null });
      expect(now.request?.messages.join(' ')).toMatch(
        /already, as PRJEB\d+, and nothing says that it is this one/,
      );
      now = await sent(now, next);
    }
    expect(now).toMatchObject({ state: 'draft', enaAccession: null, request: { status: 'declined' } });
  });

  it('that ENA refuses says why, and can be mended and sent again', async () => {
    const refused = await sent(await create(['PRJEB99999999']));
    expect(refused).toMatchObject({ state: 'draft', enaAccession: null, request: { status: 'refused' } });
    expect(refused.request?.messages.join(' ')).toContain('PRJEB99999999');
    const mended = okay(await change(refused, { components: [projects[1]!.accession] }));
    expect(await sent(mended)).toMatchObject({ state: 'registered' });
    expect((await command(await get(refused.id), 'decline')).body.code).toBe(
      'ena_umbrella.nothing_to_settle',
    );
  });

  it('groups nothing that is no project, or that ENA does not have', async () => {
    const closed = await approve(depositor, curator, await depositor.draft(1));
    const [sample] = await depositor.records(closed.id);
    const given = [sample!.accession!, 'ERP123456', 'PRJEB1', 'prjeb1', projects[0]!.accession];
    const answer = await post('', { ...content, components: given });
    expect(answer).toMatchObject({ status: 422, body: { code: 'ena_umbrella.bad_component' } });
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(['components.0', 'components.1', 'components.3']);
    expect((await post('', { ...content, title: 'Too short' })).status).toBe(422);
    const draft = await create([closed.accession!]);
    expect(await command(draft, 'send')).toMatchObject({
      status: 409,
      body: { code: 'ena_umbrella.component_not_at_ena', facts: { accessions: [closed.accession] } },
    });
  });

  it('is for curators, and each step of it is in the log', async () => {
    const auditor = await app.person('auditor');
    for (const as of [depositor.as, auditor, await app.person('admin')])
      expect((await post('', content, as)).status).toBe(403);
    expect((await app.request('GET', 'ena/umbrellas', { as: depositor.as })).status).toBe(403);
    const page = okay(await app.request('GET', 'ena/umbrellas?limit=50', { as: auditor }));
    const [last] = page.items as UmbrellaView[];
    expect(page.items.length).toBeGreaterThan(2);
    const first = (page.items as UmbrellaView[]).at(-1)!;
    const events = okay(
      await app.request('GET', `audit/events?rootId=${first.id}&limit=50`, { as: auditor }),
    );
    const actions = events.items.map(({ action }: { action: string }) => action).sort();
    expect(actions).toEqual([
      'ena_request.create',
      'ena_request.create',
      'ena_request.done',
      'ena_request.done',
      'ena_umbrella.change',
      'ena_umbrella.create',
    ]);
    expect(last?.reference).toMatch(/^UMB-\d{6}$/);
    // Requests about records do not show it.
    const requests = okay(await app.request('GET', 'ena/requests', { as: curator.as }));
    expect(requests.items).toEqual([]);
    const { id = '' } = first.request ?? {};
    expect((await app.request('GET', `ena/requests/${id}`, { as: curator.as })).status).toBe(404);
  });

  it('is found by its state, whatever is behind it', async () => {
    await app.get(DataSource).query(
      `WITH made AS (
         INSERT INTO ena_umbrellas (id, environment, title, description, components, content_version, ena_accession, registered_at, sent_version, created_by, created_at, updated_at)
         SELECT gen_random_uuid(), e, concat('Made up ', r, s), '', '{}', 2, r, CASE WHEN r IS NOT NULL THEN now() - a END, s, $1, now() - interval '1 year', now()
           FROM unnest(ARRAY['sandbox', 'test']) e, unnest(ARRAY[NULL, 'PRJEB7']) r, unnest(ARRAY[NULL, 1, 2]) s,
                unnest(ARRAY[interval '1 second', interval '2 days']) a, generate_series(1, 8)
         RETURNING id, environment)
       INSERT INTO ena_requests (id, kind, status, environment, account, umbrella_id, revision, reason, created_by, created_at)
       SELECT gen_random_uuid(), 'umbrella', s.status, m.environment, 'Webin-1', m.id, 1, 'Made up', $1, now()
         FROM (SELECT *, row_number() OVER () AS n FROM made) m
         JOIN unnest(ARRAY['requested', 'sending', 'attention', 'done', 'refused', 'declined', NULL]) WITH ORDINALITY s (status, at)
           ON s.at = 1 + m.n % 7 AND s.status IS NOT NULL`,
      [curator.as.id],
    );
    const all = await everyPage<UmbrellaView>(app, 'ena/umbrellas', curator.as);
    expect(all.length).toBeGreaterThan(190);
    for (const state of umbrellaState.options) {
      const found = await everyPage<UmbrellaView>(app, `ena/umbrellas?state=${state}`, curator.as);
      expect(found).toEqual(all.filter((one) => one.state === state));
      expect(found.length).toBeGreaterThan(0);
    }
    const both = await everyPage<UmbrellaView>(app, 'ena/umbrellas?state=draft,attention', curator.as);
    expect(both).toEqual(all.filter(({ state }) => state === 'draft' || state === 'attention'));
    expect((await app.request('GET', 'ena/umbrellas?state=gone', { as: curator.as })).status).toBe(422);
  });
});
