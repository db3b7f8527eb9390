// Umbrella projects: put together by a curator, registered at ENA once whatever becomes of the answer, changed there.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { UmbrellaView } from '../../server/src/ena/umbrellas/umbrella.contract.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
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
async function sent(umbrella: UmbrellaView): Promise<UmbrellaView> {
  okay(await command(umbrella, 'send'));
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
  });

  it('is there once, though the answer was lost', async () => {
    await sandbox.fail({ kind: 'disconnect_after', on: 'queue' });
    const registered = await sent(await create([projects[0]!.accession]));
    expect(registered).toMatchObject({ state: 'registered', request: { status: 'done' } });
    expect(registered.request?.messages.join(' ')).toContain('already exists');
    const there = await atEna(registered);
    expect(there.map(({ accession }) => accession)).toEqual([registered.enaAccession]);
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
    const page = okay(await app.request('GET', 'ena/umbrellas?limit=10', { as: auditor }));
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
});
