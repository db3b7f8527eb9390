// What curators ask of ENA for records that it has: hold, release, cancel, suppress; and what the accessions show of it.
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { BatchDesk } from '../factories/batches.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, nextYear, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
let requests: RequestDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
  requests = new RequestDesk(app, curator.as);
});

const otherDay = `${new Date().getUTCFullYear() + 1}-11-30`;
const today = () => new Date().toISOString().slice(0, 10);

const approved = async () => named(await approve(depositor, curator, await depositor.draft(2)));

/** A project with two samples, approved; ENA has them. */
async function registered() {
  const records = await approved();
  const batch = await batches.send(await batches.create(records));
  expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
  return records;
}

async function named({ id, accession: project }: { id: string; accession: string | null }) {
  const samples = (await depositor.records(id)).map((record) => record.accession ?? '');
  return { id, project: project ?? '', samples };
}

const accession = async (name: string) =>
  okay(await app.request('GET', `accessions/${name}`, { as: curator.as }));
const landing = (name: string, accept = 'text/html') =>
  app.request('GET', `/a/${name}`, { headers: { accept } });
async function atEna(alias: string) {
  const objects = (await sandbox.objects()) as unknown as {
    alias: string;
    accession: string;
    status: string;
    holdUntilDate: string;
  }[];
  return objects.find((object) => object.alias === alias);
}
const logged = async (rootId: string): Promise<string[]> =>
  (
    await app
      .get(DataSource)
      .query(`SELECT action FROM audit_events WHERE root_id = $1 ORDER BY occurred_at, id`, [rootId])
  ).map(({ action }: { action: string }) => action);

describe('a hold date', () => {
  it('is changed for the project and its samples, there and here', async () => {
    const { id, project, samples } = await registered();
    const request = await requests.done(project, 'hold', { holdDate: otherDay });
    expect(request).toMatchObject({
      status: 'done',
      kind: 'hold',
      recordCount: 3,
      enaCount: 3,
      account: expect.stringMatching(/Webin/),
    });
    for (const one of [project, ...samples]) {
      expect(await accession(one)).toMatchObject({ status: 'private', holdDate: otherDay });
      expect(await atEna(one)).toMatchObject({ status: 'PRIVATE', holdUntilDate: otherDay });
    }
    expect(
      (await logged(id))
        .filter((action) => /^(accession|ena_request)\.(hold|create|done)$/.test(action))
        .sort(),
    ).toEqual(['accession.hold', 'ena_request.create', 'ena_request.done']);
  });

  it('of a sample leaves the others', async () => {
    const { project, samples } = await registered();
    expect(await requests.done(samples[0]!, 'hold', { holdDate: otherDay })).toMatchObject({
      status: 'done',
    });
    expect((await accession(samples[0]!)).holdDate).toBe(otherDay);
    for (const one of [project, samples[1]!]) expect((await accession(one)).holdDate).toBe(nextYear);
  });

  it.each([today(), '2020-01-01', '2099-01-01'])('%s is refused here already', async (holdDate) => {
    const { project } = await approved();
    const refused = await requests.ask(project, 'hold', { holdDate });
    expect(refused).toMatchObject({ status: 422, body: { code: 'ena_request.bad_hold_date' } });
  });
});

describe('a release', () => {
  it('makes the project and its samples public, and then nothing holds or withdraws them', async () => {
    const { project, samples } = await registered();
    expect(await requests.done(project, 'release')).toMatchObject({ status: 'done' });
    for (const one of [project, ...samples]) {
      expect(await accession(one)).toMatchObject({ status: 'public', publicAt: expect.any(String) });
      expect(await atEna(one)).toMatchObject({ status: 'PUBLIC' });
      expect(await landing(one)).toMatchObject({ status: 200 });
    }
    for (const [verb, body] of [
      ['hold', { holdDate: otherDay }],
      ['release', {}],
      ['withdraw', {}],
    ] as const)
      expect(await requests.ask(project, verb, body)).toMatchObject({
        status: 409,
        body: { code: 'ena_request.not_private' },
      });
  });
});

describe('a withdrawal', () => {
  it('leaves a tombstone with its day and category, and what takes its place', async () => {
    const { id, samples } = await registered();
    const [old, next] = samples as [string, string];
    const request = await requests.done(old, 'withdraw', { category: 'duplicate', supersededBy: next });
    expect(request).toMatchObject({
      status: 'done',
      kind: 'cancel',
      category: 'duplicate',
      supersededBy: next,
    });
    expect(await atEna(old)).toMatchObject({ status: 'CANCELLED' });
    expect(await accession(old)).toMatchObject({
      status: 'withdrawn',
      category: 'duplicate',
      supersededBy: next,
    });
    const page = await landing(old);
    expect(page.status).toBe(410);
    expect(page.text).toContain(`<a href="/a/${next}">`);
    expect(page.text).toContain(today());
    expect(page.text).toContain('noindex');
    expect(page.text).toContain('describes what another record describes');
    for (const secret of ['The depositor wrote', 'Solanum', 'Some depositor'])
      expect(page.text).not.toContain(secret);
    const data = await landing(old, 'application/ld+json');
    expect(data).toMatchObject({
      status: 410,
      body: {
        creativeWorkStatus: 'withdrawn',
        'dcterms:isReplacedBy': { '@id': expect.stringContaining(next) },
      },
    });
    expect(await landing(next)).toMatchObject({ status: 200 });
    expect(await logged(id)).toContain('accession.withdraw');
    const eligible = okay(await app.request('GET', 'ena/eligible?limit=500', { as: curator.as }));
    expect(eligible.items.map((one: { id: string }) => one.id)).not.toContain(id);
  });

  it('of what ENA never had is done here at once', async () => {
    const { project, samples } = await approved();
    const before = (await sandbox.requests()).length;
    const request = okay(await requests.ask(samples[0]!, 'withdraw'), 201);
    expect(request).toMatchObject({ status: 'done', enaCount: 0, account: null, payloadSha256: null });
    expect((await accession(samples[0]!)).status).toBe('withdrawn');
    expect(okay(await requests.ask(project, 'release'), 201)).toMatchObject({
      status: 'done',
      recordCount: 2,
    });
    expect((await sandbox.requests()).length).toBe(before);
  });

  it('is named with all that goes with it before it is confirmed', async () => {
    const { project, samples } = await registered();
    const before = (what: string) =>
      app.request('GET', `accessions/${project}/descendants${what}`, { as: curator.as });
    expect(okay(await before(''))).toMatchObject({
      total: 1,
      objection: null,
      items: [{ accession: project, role: 'target' }],
    });
    const held = okay(await before('?for=hold'));
    expect(held.items.map((one: { accession: string }) => one.accession).sort()).toEqual(
      [project, ...samples].sort(),
    );
    expect(okay(await before('?for=suppress')).objection).toMatch(/private/);
  });

  it('waits until a batch that holds the record is answered', async () => {
    const { samples, id } = await approved();
    await batches.create({ id });
    const refused = await requests.ask(samples[0]!, 'withdraw');
    expect(refused).toMatchObject({ status: 409, body: { code: 'ena_request.in_batch' } });
  });

  it.each(['SQDBS0000000000', 'nothing'])('in favour of %s is refused', async (supersededBy) => {
    const { samples, project } = await approved();
    for (const by of [supersededBy, project, samples[0]!])
      expect(await requests.ask(samples[0]!, 'withdraw', { supersededBy: by })).toMatchObject({
        status: 422,
        body: { code: 'ena_request.bad_successor' },
      });
  });
});

describe('a suppression', () => {
  it('is a text for the helpdesk, a person who sends it, and a person who hears of it', async () => {
    const { project } = await registered();
    expect(await requests.ask(project, 'suppress')).toMatchObject({
      status: 409,
      body: { code: 'ena_request.not_public' },
    });
    await requests.done(project, 'release');
    const ena = await atEna(project);
    const request = okay(
      await requests.ask(project, 'suppress', { category: 'legal', reason: 'Consent withdrawn' }),
      201,
    );
    expect(request).toMatchObject({ status: 'requested', payloadSha256: null });
    for (const part of [ena?.accession, request.account, request.reference, 'Consent withdrawn'])
      expect(request.helpdeskText).toContain(part);
    expect(await requests.command(request, 'confirm', 'too early')).toMatchObject({ status: 409 });
    const asked = okay(await requests.command(request, 'asked'));
    expect(asked.status).toBe('asked');
    expect((await accession(project)).status).toBe('public');
    expect(await requests.command(request, 'confirm', 'stale')).toMatchObject({ status: 412 });
    const done = okay(await requests.command(asked, 'confirm', 'The helpdesk wrote that it is done'));
    expect(done).toMatchObject({ status: 'done', settledBy: { id: curator.as.id } });
    expect(await accession(project)).toMatchObject({ status: 'suppressed', category: 'legal' });
    const page = await landing(project);
    expect(page.status).toBe(200);
    expect(page.text).toContain('for legal or ethical reasons');
    expect(page.text).not.toContain('Potato');
  });

  it('that is declined changes nothing, and can be asked for again', async () => {
    const { samples } = await registered();
    await requests.done(samples[0]!, 'release');
    const first = okay(await requests.ask(samples[0]!, 'suppress'), 201);
    expect(await requests.ask(samples[0]!, 'suppress')).toMatchObject({
      status: 409,
      body: { code: 'ena_request.under_way', detail: expect.stringContaining(first.reference) },
    });
    expect(okay(await requests.command(first, 'decline', 'A mistake')).status).toBe('declined');
    expect((await accession(samples[0]!)).status).toBe('public');
    expect(okay(await requests.ask(samples[0]!, 'suppress'), 201).status).toBe('requested');
  });
});

describe('who may', () => {
  it('are curators, never about what is their own, and not about what is not there', async () => {
    const { project } = await registered();
    for (const role of ['depositor', 'support', 'auditor', 'admin'] as const) {
      const other = new RequestDesk(app, await app.person(role));
      expect((await other.ask(project, 'withdraw')).status).toBe(403);
    }
    expect((await new RequestDesk(app, depositor.as).ask(project, 'release')).status).toBe(403);
    expect((await requests.ask('SQDBP0000000099', 'release')).status).toBe(404);
    expect((await requests.ask("'; --", 'release')).status).toBe(404);
    const both = new Desk(app, await app.person('depositor', 'curator'));
    const own = await approve(both, curator, await both.draft(1));
    const refused = await new RequestDesk(app, both.as).ask(own.accession ?? '', 'withdraw');
    expect(refused).toMatchObject({ status: 403, body: { code: 'access.denied' } });
    const auditor = await app.person('auditor');
    expect(okay(await app.request('GET', 'ena/requests', { as: auditor })).items.length).toBeGreaterThan(0);
    expect((await app.request('GET', 'ena/requests', { as: depositor.as })).status).toBe(403);
  });
});

describe('what was sent and answered', () => {
  it('is kept to the byte', async () => {
    const { project } = await registered();
    const request = await requests.done(project, 'hold', { holdDate: otherDay });
    const payload = await app.request('GET', `ena/requests/${request.id}/payload`, { as: curator.as });
    expect(createHash('sha256').update(payload.text).digest('hex')).toBe(request.payloadSha256);
    expect(payload.text).toContain(`HoldUntilDate="${otherDay}"`);
    const answers = await requests.answers(request);
    expect(answers.map(({ asked, meaning }) => [asked, meaning])).toEqual([
      ['submit', 'queued'],
      ['poll', 'accepted'],
    ]);
    for (const { id, sha256 } of answers) {
      const document = await app.request('GET', `ena/request-answers/${id}/document`, { as: curator.as });
      expect(createHash('sha256').update(document.text).digest('hex')).toBe(sha256);
    }
    const list = okay(
      await app.request('GET', `ena/requests?accession=${project}&kind=hold`, { as: curator.as }),
    );
    expect(list.items.map((one: { id: string }) => one.id)).toEqual([request.id]);
  });
});
