// What is wrong at ENA, on the way or with our account: each ends in a state that says what is the matter and what to
// do next, and once that is done everything is registered, once.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import type { WebinClient } from '../../server/src/ena/webin/webin.client.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { sample, sheet } from '../factories/sheets.ts';
import { approve, Desk } from '../factories/submissions.ts';
import { webinClient } from '../factories/webin.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0' }),
});
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});
const day = 86_400_000;
afterEach(async () => {
  await sandbox.heal();
  await settings({ clockOffsetMs: 0, mandatoryFields: {} });
});

async function settings(change: object): Promise<void> {
  const body = JSON.stringify(change);
  const answer = await fetch(`${sandbox.running.url}/_control/settings`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

async function approvedBatch(given: { holdDate?: string | null } = {}): Promise<BatchView> {
  return batches.create(await approve(depositor, curator, await depositor.draft(2, given)));
}

/** All that the batch says about how it went: at its requests and at its records. */
async function saidOf(batch: { id: string }): Promise<string[]> {
  const messages = (await batches.attempts(batch.id)).flatMap((attempt) => attempt.messages);
  return [...messages, ...(await batches.items(batch.id)).flatMap(({ message }) => message ?? [])];
}

/** Accepted after at most two retries (the first may only find out that ENA had refused), each object once. */
async function expectMended(id: string): Promise<void> {
  for (let round = 0; round < 2 && (await batches.get(id)).status !== 'accepted'; round++) {
    await batches.retry(await batches.get(id));
    await batches.settled(id);
  }
  expect(await batches.get(id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
  const objects = await sandbox.objects();
  for (const { enaAlias, external } of await batches.items(id)) {
    const [object, ...others] = objects.filter(({ alias }) => alias === enaAlias);
    expect(others).toEqual([]);
    expect(external[0]?.identifier).toBe(object?.accession);
  }
}

const always = (kind: string) => ['queue', 'poll', 'submit'].map((on) => ({ kind, on, count: 1_000 }));

describe('an account that ENA does not take', () => {
  it('because of a wrong password: a person corrects it, and retries', async () => {
    const webin = app.worker!.get<Webin>(Webin as never);
    const right: () => WebinClient = webin.client.bind(webin);
    const batch = await approvedBatch();
    webin.client = () => webinClient(sandbox.running, {}, { password: 'of somebody else' });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'attention' });
    webin.client = right;
    for (const text of await saidOf(batch))
      expect(text).toMatch(/account or its password \(401\).*Next: test the connection, correct the account/);
    expect(JSON.stringify(await saidOf(batch))).not.toContain('somebody else');
    expect((await sandbox.requests()).filter(({ status }) => status === 200)).toEqual([]);
    await expectMended(batch.id);
  });

  it('because it is forbidden: the same', async () => {
    const batch = await approvedBatch();
    await sandbox.fail(...always('forbidden'));
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'attention' });
    for (const text of await saidOf(batch)) expect(text).toMatch(/\(403\).*Next: test the connection/);
    await sandbox.heal();
    await expectMended(batch.id);
  });
});

describe('an outage', () => {
  it.each([
    ['error_before', /status 503/],
    ['html_before', /./],
    ['error_after', /status 503/],
    ['html_after', /./],
  ])('%s is waited for, says what comes, and needs nobody', async (kind, said) => {
    const batch = await approvedBatch();
    await sandbox.fail({ kind, on: 'queue', count: 2 }, { kind, on: 'submit', count: 1 });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    const [attempt] = await batches.attempts(batch.id);
    const failed = (await batches.answers(attempt!)).filter(({ meaning }) => meaning === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { message } of failed) expect(message).toMatch(said);
    await expectMended(batch.id);
  });
});

describe('a receipt that is not of this request', () => {
  it.each([
    ['foreign_alias', /foreign-.*was not sent|does not list/],
    ['wrong_accession', /no accession of a project/],
  ])('(%s) whenever ENA is asked is left to a person, who retries', async (kind, said) => {
    const batch = await approvedBatch();
    await sandbox.fail(...always(kind));
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'attention', counts: { accepted: 0 } });
    const all = (await saidOf(batch)).join('\n');
    expect(all).toMatch(said);
    expect(all).toMatch(/Next: retry asks ENA once more; if it stays unclear, ask its helpdesk/);
    for (const { external } of await batches.items(batch.id)) expect(external).toEqual([]);
    await sandbox.heal();
    await expectMended(batch.id);
  });
});

describe('a clock', () => {
  it('of ENA that is a day ahead refuses today as a hold date: it says so, and retry sends it anew', async () => {
    const batch = await approvedBatch({ holdDate: null });
    await settings({ clockOffsetMs: day });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'refused', counts: { failed: 3 } });
    expect((await saidOf(batch)).join('\n')).toMatch(
      /hold date .* past.*Next: compare the clock of this server/,
    );
    await settings({ clockOffsetMs: 0 });
    await expectMended(batch.id);
  });

  it.each([
    ['a day behind', -day],
    ['a day ahead', day],
  ])('of ENA that is %s does not matter where there is a hold date', async (_, clockOffsetMs) => {
    const batch = await approvedBatch();
    await settings({ clockOffsetMs });
    await sandbox.fail({ kind: 'clock_off', on: 'poll' });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    await expectMended(batch.id);
  });
});

describe('a checklist that ENA changed overnight', () => {
  const field = 'sample material processing';
  async function withoutField(): Promise<BatchView> {
    const samples = [sample('full', { [field]: 'frozen' }), sample('empty', { [field]: '' })];
    const draft = await depositor.upload(await depositor.create(), sheet({ samples }));
    return batches.create(await approve(depositor, curator, draft));
  }

  it('refuses what lacks the new field, and names it beside the record', async () => {
    const batch = await withoutField();
    await settings({ mandatoryFields: { ERC000011: [field] } });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'refused', counts: { failed: 3 } });
    const items = await batches.items(batch.id);
    expect(items.find(({ alias }) => alias === 'empty')?.message).toContain(`required property '${field}'`);
    await settings({ mandatoryFields: {} });
    await expectMended(batch.id);
  });

  it.each(['truncated_receipt', 'not_xml', 'failure_without_error'])(
    'and a refusal that cannot be read once (%s) is asked for once more: nobody has to look',
    async (kind) => {
      const batch = await withoutField();
      await settings({ mandatoryFields: { ERC000011: [field] } });
      await sandbox.fail({ kind, on: 'poll' });
      await batches.send(batch);
      expect(await batches.settled(batch.id)).toMatchObject({ status: 'refused', counts: { failed: 3 } });
      const [attempt] = await batches.attempts(batch.id);
      const asked = (await batches.answers(attempt!)).map((answer) => `${answer.asked} ${answer.meaning}`);
      expect(asked).toEqual(['submit queued', 'poll unclear', 'receipt unknown', 'poll refused']);
      await settings({ mandatoryFields: {} });
      await expectMended(batch.id);
    },
  );
});
