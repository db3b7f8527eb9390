// The life of a batch before it is sent: its check against today's rules and a dry run at ENA, what is taken out of it,
// a second pair of eyes, and calling it off.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { takeAlias } from '../factories/taken-alias.ts';
import type { Person } from '../setup/app.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_FOUR_EYES: 'true', ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
let depositor: Desk;
let curator: Desk;
let second: Person;
let batches: BatchDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  second = await app.person('curator');
  batches = new BatchDesk(app, curator.as);
});

const approved = async (count = 2) => approve(depositor, curator, await depositor.draft(count));

const post = ({ id, version }: BatchView, command: string, body: object = {}, as = curator.as) =>
  app.request('POST', `ena/batches/${id}/${command}`, { as, ifMatch: version, body });

const list = async (path: string) => okay(await app.request('GET', path, { as: curator.as }));

/** Has the batch checked, and waits for the end of it. */
async function checked(batch: BatchView): Promise<BatchView> {
  expect(okay(await post(batch, 'validate'))).toMatchObject({ status: 'checking', isUnderWay: true });
  return batches.until(batch.id, ({ status }) => status !== 'checking');
}

describe('a batch that is checked', () => {
  it('says what ENA would refuse, registers nothing, and goes on without it', async () => {
    const [good, bad] = [await approved(), await approved()];
    await takeAlias(sandbox, depositor, bad);
    const before = await sandbox.objects();
    const batch = await checked(await batches.create(good, bad));
    expect(batch).toMatchObject({
      status: 'checked',
      checks: { unchecked: 0, passed: 1, failed: 1 },
      isUnderWay: false,
    });
    expect(batch.checkedAt).not.toBeNull();
    expect(await sandbox.objects()).toEqual(before);

    const { items } = await list(`ena/batches/${batch.id}/submissions`);
    expect(items).toMatchObject([
      {
        id: good.id,
        checkStatus: 'passed',
        checkMessage: null,
        itemCount: 3,
        counts: { waiting: 3 },
        isReopened: false,
      },
      { id: bad.id, checkStatus: 'failed', checkMessage: expect.stringMatching(/already exists/) },
    ]);
    const failed = await batches.items(batch.id, 'checkStatus=failed');
    expect(failed).toMatchObject([
      { submissionId: bad.id, checkMessage: expect.stringMatching(/already exists/) },
    ]);
    expect(await batches.items(batch.id, `q=${failed[0]?.accession}`)).toHaveLength(1);
    const { items: groups } = await list(`ena/batches/${batch.id}/errors`);
    expect(groups).toMatchObject([
      {
        from: 'check',
        count: 1,
        submissionCount: 1,
        examples: [{ itemId: failed[0]?.id, submissionId: bad.id }],
      },
    ]);

    expect(await post(batch, 'approve', {}, second)).toMatchObject({
      status: 409,
      body: { code: 'ena.check_failed', facts: { submissionIds: [bad.id] } },
    });
    const agreed = okay(await post(batch, 'approve', { withoutFailed: true }, second));
    expect(agreed).toMatchObject({ status: 'approved', submissionCount: 1, approvedBy: { id: second.id } });
    okay(await post(agreed, 'send'));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    const eligible = await list(`ena/eligible?ids=${bad.id}`);
    expect(eligible.items).toHaveLength(1);
  });

  it('is open again when a submission is taken out, and has to be checked anew', async () => {
    const [stays, goes] = [await approved(), await approved()];
    const batch = await checked(await batches.create(stays, goes));
    const agreed = okay(await post(batch, 'approve', {}, second));
    const path = `ena/batches/${batch.id}/submissions`;
    const takeOut = (id: string, version: number) =>
      app.request('DELETE', `${path}/${id}`, { as: curator.as, ifMatch: version });
    expect(await takeOut(stays.id, batch.version)).toMatchObject({ status: 412 });
    expect(await takeOut('01900000-0000-7000-8000-000000000000', agreed.version)).toMatchObject({
      status: 404,
    });
    const less = okay(await takeOut(goes.id, agreed.version));
    expect(less).toMatchObject({
      status: 'assembling',
      submissionCount: 1,
      approvedBy: null,
      checkedAt: null,
    });
    expect(await takeOut(stays.id, less.version)).toMatchObject({
      status: 409,
      body: { code: 'ena.only_one_left' },
    });
    expect(await post(less, 'send')).toMatchObject({ status: 409, body: { code: 'ena.needs_approval' } });
    expect((await list(`ena/eligible?ids=${goes.id}`)).items).toHaveLength(1);
  });

  it('fails where the deposit was opened again meanwhile', async () => {
    const deposit = await approved();
    const batch = await batches.create(deposit);
    await depositor.do(await depositor.get(deposit.id), 'revise');
    expect(await checked(batch)).toMatchObject({ checks: { failed: 1 } });
  });

  it('is checked after an outage, too', async () => {
    const batch = await batches.create(await approved());
    await sandbox.fail({ kind: 'error_before', on: 'queue' });
    expect(await checked(batch)).toMatchObject({ status: 'checked', checks: { passed: 1 } });
  });
});

describe('four eyes', () => {
  it('are those of two people, neither of whom owns a submission in it', async () => {
    const own = new Desk(app, await app.person('depositor', 'curator'));
    const theirs = await approve(own, curator, await own.draft(1));
    const batch = await checked(await batches.create(await approved(1), theirs));
    for (const as of [curator.as, own.as])
      expect(await post(batch, 'approve', {}, as)).toMatchObject({
        status: 403,
        body: { code: 'ena.approval_refused' },
      });
    expect(await post(batch, 'approve', {}, depositor.as)).toMatchObject({ status: 403 });
    for (const version of [batch.version - 1, batch.version + 1])
      expect(await post({ ...batch, version }, 'approve', {}, second)).toMatchObject({ status: 412 });
    const agreed = okay(await post(batch, 'approve', { reason: 'Looked through it' }, second));
    expect(await post(agreed, 'approve', {}, second)).toMatchObject({ status: 409 });
    okay(await post(agreed, 'send'));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
  });
});

describe('a batch that is called off', () => {
  it('is kept, sends nothing, and lets its submissions go', async () => {
    const deposit = await approved();
    const batch = await batches.create(deposit);
    const off = okay(await post(batch, 'cancel', { reason: 'Wrong week' }));
    expect(off).toMatchObject({ status: 'cancelled', isUnderWay: false });
    expect((await list(`ena/eligible?ids=${deposit.id}`)).items).toHaveLength(1);
    for (const command of ['send', 'validate', 'approve', 'pause', 'cancel', 'retry'])
      expect((await post(off, command)).status, command).toBe(409);
    const again = await batches.create(deposit);
    expect(again).toMatchObject({ itemCount: 3 });
  });

  it('while it is checked is not checked to the end', async () => {
    const batch = await batches.create(await approved());
    await sandbox.fail({ kind: 'slow', on: 'queue', delayMs: 1_500 });
    const checking = okay(await post(batch, 'validate'));
    okay(await post(checking, 'cancel'));
    const end = await batches.until(batch.id, ({ isUnderWay }) => !isUnderWay);
    expect(end).toMatchObject({ status: 'cancelled', checks: { passed: 0 } });
  });
});

describe('a batch from a filter', () => {
  it('takes what the list shows under it, and nothing else', async () => {
    const deposit = await approved();
    await approved();
    const body = { filter: { q: deposit.reference } };
    const batch = okay(await app.request('POST', 'ena/batches', { as: curator.as, body }), 201);
    expect(batch).toMatchObject({ submissionCount: 1 });
    expect((await list(`ena/batches/${batch.id}/submissions`)).items).toMatchObject([{ id: deposit.id }]);
    expect(await app.request('POST', 'ena/batches', { as: curator.as, body })).toMatchObject({
      status: 409,
      body: { code: 'ena.nothing_eligible' },
    });
    for (const wrong of [
      {},
      { filter: { limit: 0 } },
      { filter: { limit: 501 } },
      { filter: {}, submissionIds: [deposit.id] },
    ])
      expect((await app.request('POST', 'ena/batches', { as: curator.as, body: wrong })).status).toBe(422);
  });

  it('is counted before, with why the others are not in it', async () => {
    const reasons = await list('ena/eligible/reasons');
    const { total } = await list('ena/eligible?limit=1');
    expect(reasons.eligible).toBe(total);
    const held = Object.fromEntries(
      reasons.others.map(({ reason, count }: { reason: string; count: number }) => [reason, count]),
    );
    expect(held['sent']).toBeGreaterThan(0);
    expect(held['in_batch']).toBeGreaterThan(0);
    const waiting = await approved();
    expect((await list('ena/eligible/reasons')).eligible).toBe(total + 1);
    await depositor.do(await depositor.get(waiting.id), 'revise');
    expect(await list('ena/eligible/reasons')).toMatchObject({
      eligible: total,
      reopened: reasons.reopened + 1,
    });
  });
});
