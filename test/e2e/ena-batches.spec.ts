// What a batch may hold, who gets it when two want it, and what becomes of it when the deposit changes meanwhile.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { sample, samples, sheet } from '../factories/sheets.ts';
import { expectNothingStored } from '../factories/stored.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

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

const approved = async (count = 2) => approve(depositor, curator, await depositor.draft(count));

async function isEligible({ id }: { id: string }): Promise<boolean> {
  const page = okay(await app.request('GET', `ena/eligible?ids=${id}`, { as: curator.as }));
  return page.items.length === 1;
}

/** Opened, given these aliases, and approved again. */
async function revised(view: SubmissionView, aliases: readonly string[]): Promise<SubmissionView> {
  const open = await depositor.do(await depositor.get(view.id), 'revise');
  const bytes = sheet({ samples: aliases.map((alias) => sample(alias)) });
  return approve(depositor, curator, await depositor.upload(open, bytes));
}

const create = (...ids: string[]) =>
  app.request('POST', 'ena/batches', { as: curator.as, body: { submissionIds: ids } });

describe('what a batch takes', () => {
  it('is approved, and in no other batch', async () => {
    const draft = await depositor.draft(1);
    const [one, two] = [await approved(), await approved()];
    expect([await isEligible(draft), await isEligible(one), await isEligible(two)]).toEqual([
      false,
      true,
      true,
    ]);
    await expectNothingStored(app, async () => {
      const answer = await create(one.id, draft.id);
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'ena.not_eligible', facts: { submissionIds: [draft.id] } },
      });
    });
    const batch = await batches.create(one, two, one);
    expect(batch).toMatchObject({ submissionCount: 2, itemCount: 6, counts: { waiting: 6 } });
    expect(await isEligible(one)).toBe(false);
    expect(await create(one.id)).toMatchObject({ status: 409, body: { facts: { submissionIds: [one.id] } } });
    await app.request('DELETE', `ena/batches/${batch.id}`, { as: curator.as, ifMatch: batch.version });
    expect(await app.request('GET', `ena/batches/${batch.id}`, { as: curator.as })).toMatchObject({
      status: 404,
    });
    expect([await isEligible(one), await isEligible(two)]).toEqual([true, true]);
  });

  it('goes to one of several curators who take it at once', async () => {
    const [one, two] = [await approved(), await approved()];
    const answers = await Promise.all([
      create(one.id, two.id),
      create(two.id, one.id),
      create(two.id),
      create(one.id),
    ]);
    const made = answers.filter(({ status }) => status === 201);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(made.reduce((sum, { body }) => sum + body.submissionCount, 0)).toBe(2);
    const [row] = await app
      .get(DataSource)
      .query(
        `SELECT count(*)::int, count(DISTINCT accession)::int AS distinct FROM ena_batch_items WHERE submission_id = ANY($1)`,
        [[one.id, two.id]],
      );
    expect(row).toEqual({ count: 6, distinct: 6 });
  });

  it('is what a later revision adds, and nothing that it dropped', async () => {
    const atEna = async () => (await depositor.get(first.id)).atEna;
    const first = await approved(2);
    expect(first.atEna).toBe('none');
    const batch = await batches.send(await batches.create(first));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    expect(await isEligible(first)).toBe(false);
    expect(await atEna()).toBe('all');

    const dropped = await revised(first, ['S-00001']);
    expect(await isEligible(dropped)).toBe(false);
    expect(await atEna()).toBe('all');
    const again = await revised(dropped, ['S-00001', 'new']);
    expect(await isEligible(again)).toBe(true);
    expect(await atEna()).toBe('some');
    const second = await batches.create(again);
    expect((await batches.items(second.id)).map(({ alias }) => alias)).toEqual(['new']);
    await batches.send(second);
    expect(await batches.settled(second.id)).toMatchObject({ status: 'accepted', counts: { accepted: 1 } });
    const payload = await batches.document((await batches.attempts(second.id))[0]!, 'payload');
    expect(payload).not.toContain('<PROJECT');
    expect(await isEligible(again)).toBe(false);
    expect(await atEna()).toBe('all');
  });

  it('is nothing where an alias was dropped before it was ever sent', async () => {
    const first = await approved(2);
    const only = await revised(first, ['S-00001']);
    expect(only.atEna).toBe('none');
    const batch = await batches.create(only);
    expect((await batches.items(batch.id)).map(({ type, alias }) => `${type} ${alias}`)).toEqual([
      `project ${only.alias}`,
      'sample S-00001',
    ]);
    expect(await isEligible(only)).toBe(false);
  });
});

describe('a batch whose deposit is opened again before it is sent', () => {
  it('is not sent, and says which deposit it is; made anew it sends what was approved last', async () => {
    const [stays, changes] = [await approved(), await approved()];
    const batch = await batches.create(stays, changes);
    const open = await depositor.do(await depositor.get(changes.id), 'revise');
    await expectNothingStored(app, async () => {
      const answer = await batches.command(batch, 'send');
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'ena.not_approved', facts: { submissionIds: [changes.id] } },
      });
      expect(answer.body.detail).toContain(changes.reference);
    });
    const title = 'What was approved in the end, and only that';
    const better = okay(
      await app.request('PATCH', `submissions/${open.id}`, {
        as: depositor.as,
        ifMatch: open.version,
        body: { title },
      }),
    );
    await approve(depositor, curator, better);
    expect(await batches.command(batch, 'send')).toMatchObject({
      status: 409,
      body: { code: 'ena.not_approved' },
    });
    await app.request('DELETE', `ena/batches/${batch.id}`, { as: curator.as, ifMatch: batch.version });
    const anew = await batches.send(await batches.create(stays, changes));
    expect(await batches.settled(anew.id)).toMatchObject({ status: 'accepted', counts: { accepted: 6 } });
    const attempts = await batches.attempts(anew.id);
    const documents = await Promise.all(attempts.map((attempt) => batches.document(attempt, 'payload')));
    expect(documents.filter((text) => text.includes(title))).toHaveLength(1);
  });

  it('keeps ENA out of what is changed after it was sent', async () => {
    const deposit = await approved();
    const batch = await batches.send(await batches.create(deposit));
    await depositor.do(await depositor.get(deposit.id), 'revise');
    // Its request had left by then, or it does not go at all.
    const { status, counts } = await batches.settled(batch.id);
    expect([
      ['accepted', 3, 0],
      ['refused', 0, 3],
    ]).toContainEqual([status, counts.accepted, counts.failed]);
    expect(await depositor.get(deposit.id)).toMatchObject({ status: 'changes_requested' });
  });
});

describe('a batch', () => {
  it('is sent once, by its version, and taken apart only before', async () => {
    const batch = await batches.create(await approved());
    const answers = await Promise.all([1, 2, 3].map(() => batches.command(batch, 'send')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const stale = answers.find(({ status }) => status === 412);
    expect(stale?.body.facts.current).toMatchObject({ id: batch.id, version: batch.version + 1 });
    const settled = await batches.settled(batch.id);
    for (const command of ['send', 'retry'] as const)
      expect(await batches.command(settled, command)).toMatchObject({
        status: 409,
        body: { code: 'ena.illegal_transition', facts: { from: 'accepted', to: 'sending' } },
      });
    const removal = await app.request('DELETE', `ena/batches/${batch.id}`, {
      as: curator.as,
      ifMatch: settled.version,
    });
    expect(removal).toMatchObject({ status: 409 });
    expect(await app.request('DELETE', `ena/batches/${batch.id}`, { as: curator.as })).toMatchObject({
      status: 428,
    });
    expect((await sandbox.requests()).filter(({ endpoint }) => endpoint === 'queue').length).toBeGreaterThan(
      0,
    );
  });

  it('takes values of every kind to ENA unchanged', async () => {
    const odd = {
      'own & only': 'a < b > c "d" \'e\'',
      'sample material processing': 'ü Ω 試料 😀',
      note: ']]> &amp; <!-- x -->',
    };
    const draft = await depositor.upload(
      await depositor.create(),
      sheet({ samples: samples(1, 'é"<&>', odd) }),
    );
    const deposit = await approve(depositor, curator, draft);
    const batch = await batches.send(await batches.create(deposit));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    const xml = await batches.document((await batches.attempts(batch.id))[0]!, 'payload');
    expect(xml).toContain('ü Ω 試料 😀');
    expect(xml).toContain('<VALUE>a &lt; b');
    expect(xml).toContain('submitter_alias');
  });

  it('is refused nothing that has no submissions, or too many', async () => {
    expect(await create()).toMatchObject({ status: 422 });
    expect(await create('x')).toMatchObject({ status: 422 });
    const nowhere = '01900000-0000-7000-8000-000000000000';
    expect(await create(nowhere)).toMatchObject({
      status: 409,
      body: { facts: { submissionIds: [nowhere] } },
    });
  });
});
