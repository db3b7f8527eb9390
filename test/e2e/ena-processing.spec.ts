// From acceptance to publicity on the sandbox, through the background worker; and the test of the connection.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { testPauseKey } from '../../server/src/ena/connection/test-pauses.ts';
import { EnaPollTurns } from '../../server/src/ena/processing/poll-turns.service.ts';
import { RedisClient } from '../../server/src/platform/queue/redis.client.ts';
import { BatchDesk } from '../factories/batches.ts';
import { ReadsDesk } from '../factories/ena-reads.ts';
import { eventually } from '../factories/eventually.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { webinClient } from '../factories/webin.ts';
import { type Person, useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

/** Looks far more often than the worker does whether reports are due to be asked. */
async function look(until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await app.worker?.get(EnaPollTurns).look();
    await setTimeout(200);
  }
}
const end = new AbortController();
let looking: Promise<void>;
beforeAll(() => {
  looking = look(end.signal);
});
afterAll(() => {
  end.abort();
  return looking;
});

const settings = (change: object) =>
  fetch(`${sandbox.running.url}/_control/settings`, { method: 'POST', body: JSON.stringify(change) });

describe('a batch after its acceptance', () => {
  it('is processed when reports list it, and public when its day has come there', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(2));
    const sent = await batches.send(await batches.create(approved));
    await batches.settled(sent.id);
    const processed = await batches.until(sent.id, ({ progress }) => progress.processed === 3);
    expect(processed).toMatchObject({
      status: 'accepted',
      progress: { accepted: 3, public: 0, failed: 0, expired: 0 },
    });
    for (const item of await batches.items(sent.id))
      expect(item.ena).toMatchObject({
        status: 'PRIVATE',
        processStatus: null,
        expiresAt: null,
        isExpired: false,
      });
    // Two years on, by ENA's clock.
    await settings({ clockOffsetMs: 750 * 24 * 3_600_000 });
    await batches.until(sent.id, ({ progress }) => progress.public >= 1);
    await eventually(async () => {
      const page = await app.request('GET', `accessions/${approved.accession}`, { as: curator.as });
      return okay(page).status === 'public';
    });
    await settings({ clockOffsetMs: 0 });
    const { items } = okay(
      await app.request('GET', `ena/batches/${sent.id}/submissions`, { as: curator.as }),
    );
    expect(items).toMatchObject([{ progress: { accepted: 3, processed: 3 } }]);
  });
});

describe('a record that ENA made public before its day', () => {
  it('is a problem for a person, and public here, too', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1));
    const batch = await batches.send(await batches.create(approved));
    await batches.settled(batch.id);
    await batches.until(batch.id, ({ progress }) => progress.processed === 2);
    const item = (await batches.items(batch.id)).find(({ type }) => type === 'sample');
    const there = (await sandbox.objects()).find(({ alias }) => alias === item?.enaAlias);
    // The helpdesk, or somebody who has the account.
    const action = `<ACTION><RELEASE target="${there?.accession}"/></ACTION>`;
    const document = `<WEBIN><SUBMISSION_SET><SUBMISSION><ACTIONS>${action}</ACTIONS></SUBMISSION></SUBMISSION_SET></WEBIN>`;
    await webinClient(sandbox.running).submitAndWait(Buffer.from(document));
    const problems = async () =>
      okay(await app.request('GET', `ena/problems?batchId=${batch.id}`, { as: curator.as })).items;
    await eventually(async () => (await problems()).length > 0);
    expect(await problems()).toMatchObject([
      {
        kind: 'hold',
        status: 'open',
        type: 'sample',
        message: expect.stringMatching(/has made it public, and it was to be held until \d{4}-/),
      },
    ]);
    const page = await app.request('GET', `accessions/${item?.accession}`, { as: curator.as });
    expect(okay(page).status).toBe('public');
  });
});

describe('a run whose files ENA cannot process', () => {
  it('is a problem and a finding until ENA has processed them; its experiment follows the study', async () => {
    await settings({ processReportDelayMs: 0, processingMs: 0, processingError: 'Invalid file checksum' });
    const { view } = await new ReadsDesk(app, depositor.as, curator.as).approved(['one']);
    const batch = await batches.send(await batches.create(view));
    await batches.settled(batch.id);
    await batches.until(batch.id, ({ progress }) => progress.failed === 1 && progress.processed === 3);
    const items = await batches.items(batch.id);
    const ena = Object.fromEntries(items.map((item) => [item.type, item.ena]));
    expect(ena['experiment']).toMatchObject({ status: 'PRIVATE', processedAt: expect.any(String) });
    expect(ena['run']).toMatchObject({ processStatus: 'FAILED', processError: 'Invalid file checksum' });
    const problems = async () =>
      okay(await app.request('GET', `ena/problems?batchId=${batch.id}`, { as: curator.as })).items;
    const [problem] = await problems();
    expect(problem).toMatchObject({ kind: 'processing', status: 'open', type: 'run' });
    expect((await depositor.findings(view.id)).map(({ rule }) => rule)).toContain('ena.processing');
    await fetch(`${sandbox.running.url}/_control/processing`, {
      method: 'POST',
      body: JSON.stringify({ accession: problem.enaAccession, error: null }),
    });
    await batches.until(batch.id, ({ progress }) => progress.failed === 0 && progress.processed === 4);
    expect(await problems()).toMatchObject([{ id: problem.id, status: 'resolved', resolvedBy: null }]);
    expect((await depositor.findings(view.id)).map(({ rule }) => rule)).not.toContain('ena.processing');
    await settings({ processingError: null });
  });
});

describe('the flow', () => {
  it('shows what waits, was sent, accepted and processed today, for those who see batches', async () => {
    const flow = async (query = '') =>
      okay(await app.request('GET', `ena/flow${query}`, { as: curator.as })).items.at(-1);
    const before = await flow();
    const batch = await batches.create(await approve(depositor, curator, await depositor.draft(4)));
    expect(await flow()).toMatchObject({ waiting: before.waiting + 5, sent: before.sent });
    await batches.send(batch);
    await batches.settled(batch.id);
    await batches.until(batch.id, ({ progress }) => progress.processed === 5);
    expect(await flow()).toMatchObject({
      waiting: before.waiting,
      sent: before.sent + 5,
      accepted: before.accepted + 5,
      processed: before.processed + 5,
      failed: before.failed,
    });
    const other = await batches.create(await approve(depositor, curator, await depositor.draft(1)));
    expect((await flow('?by=week')).waiting).toBe(before.waiting + 2);
    const body = { reason: 'Not today' };
    const path = `ena/batches/${other.id}/cancel`;
    okay(await app.request('POST', path, { as: curator.as, ifMatch: other.version, body }));
    expect(await flow()).toMatchObject({ waiting: before.waiting, failed: before.failed });
    expect((await app.request('GET', 'ena/flow', { as: depositor.as })).status).toBe(403);
    for (const bad of ['?from=2001-01-01', '?by=hour', '?from=x', '?from=2026-05-02&to=2026-05-01'])
      expect((await app.request('GET', `ena/flow${bad}`, { as: curator.as })).status, bad).toBe(422);
  });
});

describe('the connection to ENA', () => {
  const test = async (as: Person) => {
    await app.get(RedisClient).del(testPauseKey);
    return app.request('POST', 'ena/connection/test', { as });
  };

  it('is shown and tested by curators and admins; others may not', async () => {
    const admin = await app.person('admin');
    const auditor = await app.person('auditor');
    const before = okay(await app.request('GET', 'ena/connection', { as: admin }));
    expect(before).toMatchObject({
      environment: 'sandbox',
      isConfigured: true,
      account: 'Webin-40000',
      lastTest: null,
    });
    expect(before.services.map(({ service }: { service: string }) => service)).toEqual([
      'submit',
      'login',
      'token',
      'report',
      'upload',
    ]);
    expect(okay(await app.request('GET', 'ena/connection', { as: auditor })).account).toBe('Webin-••••0');
    for (const person of [auditor, depositor.as, await app.person('support')])
      expect((await test(person)).status).toBe(403);
    for (const person of [admin, curator.as]) {
      const tested = okay(await test(person), 201);
      expect(tested).toMatchObject({ state: 'ok', problem: null, testedBy: { id: person.id } });
      expect(tested.steps.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    }
    expect(await app.request('POST', 'ena/connection/test', { as: admin })).toMatchObject({
      status: 429,
      body: { code: 'ena.tested_just_now' },
    });
    await sandbox.fail({ kind: 'html_before', on: 'login' });
    expect(okay(await test(admin), 201)).toMatchObject({ state: 'outage' });
    const after = okay(await app.request('GET', 'ena/connection', { as: auditor }));
    expect(after.lastTest).toMatchObject({
      state: 'outage',
      problem: expect.stringContaining('password is not in question'),
    });
    const { items } = okay(
      await app.request('GET', 'audit/events?action=ena_connection.test', { as: auditor }),
    );
    expect(items).toHaveLength(3);
    expect(JSON.stringify(items)).not.toContain(app.config.ENA_PASSWORD);
  });
});
