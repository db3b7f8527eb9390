// What ENA's service does wrong, made by the sandbox: nothing counts as registered that is not certain, the bytes are
// kept, and nothing is registered twice.
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { takeAlias } from '../factories/taken-alias.ts';
import { webinClient } from '../factories/webin.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
  // A minute for each silence would be long for a test.
  const client = webinClient(sandbox.running, { timeoutMs: 700, receiptTimeoutMs: 700 });
  app.worker!.get<Webin>(Webin as never).client = () => client;
});
afterEach(() => sandbox.heal());

async function approvedBatch() {
  const approved = await approve(depositor, curator, await depositor.draft(2));
  return { approved, batch: await batches.create(approved) };
}

/** Every record of it is at ENA exactly once, and is known here by what ENA calls it. */
async function expectRegisteredOnce(submissionId: string): Promise<void> {
  const records = await depositor.records(submissionId);
  const { accession } = await depositor.get(submissionId);
  const objects = await sandbox.objects();
  for (const alias of [accession, ...records.map((record) => record.accession)])
    expect(objects.filter((object) => object.alias === alias)).toHaveLength(1);
  for (const record of records) {
    const object = objects.find(({ alias }) => alias === record.accession);
    expect(record.external.map(({ identifier }) => identifier)).toEqual([
      object?.accession,
      object?.external?.accession,
    ]);
  }
}

async function expectNothingAccessioned(submissionId: string): Promise<void> {
  const [row] = await app
    .get(DataSource)
    .query(
      `SELECT count(*)::int FROM external_identifiers JOIN accessions USING (accession) WHERE submission_id = $1`,
      [submissionId],
    );
  expect(row.count).toBe(0);
}

describe('a receipt that cannot be believed', () => {
  it.each([
    'not_xml',
    'truncated_receipt',
    'success_with_error',
    'foreign_alias',
    'wrong_accession',
    'missing_object',
  ])('%s once: ENA is asked for the receipt by our alias, and nobody has to look', async (kind) => {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail({ kind, on: 'poll' });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    await expectRegisteredOnce(approved.id);
    const [attempt] = await batches.attempts(batch.id);
    const answers = await batches.answers(attempt!);
    expect(answers.map(({ asked, meaning, isDeciding }) => [asked, meaning, isDeciding])).toEqual([
      ['submit', 'queued', false],
      ['poll', 'unclear', false],
      ['receipt', 'accepted', true],
    ]);
    expect(attempt).toMatchObject({ sentCount: 1, answerCount: 3, receiptSha256: answers[2]?.sha256 });
    for (const answer of answers) {
      expect(answer).toMatchObject({ httpStatus: 200, durationMs: expect.any(Number) });
      const bytes = await batches.answerDocument(answer);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(answer.sha256);
      expect(Buffer.byteLength(bytes)).toBe(answer.bytes);
    }
  });

  it.each([
    ['not_xml', /no receipt/],
    ['truncated_receipt', /./],
    ['success_with_error', /success and yet has an error/],
    ['foreign_alias', /which was not sent|does not list/],
    ['wrong_accession', /no accession of a project/],
    ['missing_object', /does not list/],
  ])('%s from every look-up: kept with its bytes, a person looks, retry settles it', async (kind, reason) => {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail(
      ...[1, 2, 3].flatMap(() => [
        { kind, on: 'poll' },
        { kind, on: 'submit' },
      ]),
    );
    await batches.send(batch);
    const unclear = await batches.settled(batch.id);
    expect(unclear).toMatchObject({ status: 'attention', counts: { attention: 3, accepted: 0 } });
    const [attempt] = await batches.attempts(batch.id);
    expect(attempt).toMatchObject({ status: 'attention', httpStatus: 200, receiptBytes: expect.any(Number) });
    expect(attempt?.messages.join(' ')).toMatch(reason);
    const bytes = await batches.document(attempt!, 'receipt');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(attempt?.receiptSha256);
    expect(Buffer.byteLength(bytes)).toBe(attempt?.receiptBytes);
    for (const item of await batches.items(batch.id))
      expect(item).toMatchObject({ status: 'attention', external: [], message: expect.stringMatching(/./) });
    await expectNothingAccessioned(approved.id);
    const answers = await batches.answers(attempt!);
    expect(answers.map(({ meaning }) => meaning)).toEqual(['queued', ...Array<string>(6).fill('unclear')]);

    await batches.retry(unclear);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    expect(await batches.attempts(batch.id)).toHaveLength(1);
    await expectRegisteredOnce(approved.id);
  });
});

describe('a request whose answer is lost', () => {
  it.each(['timeout_after', 'disconnect_before', 'error_after', 'html_after', 'html_before'])(
    '%s the document was taken: looked up, sent again only if it was not, registered once',
    async (kind) => {
      const { approved, batch } = await approvedBatch();
      await sandbox.fail({ kind, on: 'queue' });
      await batches.send(batch);
      expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
      await expectRegisteredOnce(approved.id);
      const attempts = await batches.attempts(batch.id);
      expect(attempts).toHaveLength(1);
      const sent = (await sandbox.requests()).filter(({ sha256 }) => sha256 === attempts[0]?.payloadSha256);
      expect(sent.length).toBeLessThanOrEqual(2);
    },
  );

  it('while the receipt is fetched, too', async () => {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail({ kind: 'timeout_before', on: 'poll' }, { kind: 'error_after', on: 'poll' });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    await expectRegisteredOnce(approved.id);
  });

  it('and sent twice because ENA was slow to take it in: the first one counts', async () => {
    const { approved, batch } = await approvedBatch();
    // ENA has queued it, we have not heard of it, and it does not know it yet when asked.
    await sandbox.fail({ kind: 'disconnect_after', on: 'queue' });
    const client = app.worker!.get<Webin>(Webin as never).client();
    const [ask, send] = [client.submitAndWait.bind(client), client.submit.bind(client)];
    let sendings = 0;
    client.submit = (...document) => {
      sendings += 1;
      return send(...document);
    };
    client.submitAndWait = (document, options) => {
      const seen = Buffer.from(document).toString();
      const asked = sendings > 1 ? seen : seen.replace(/target="[^"]*"/, 'target="not-there-yet"');
      return ask(Buffer.from(asked), options);
    };
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    Object.assign(client, { submit: send, submitAndWait: ask });
    await expectRegisteredOnce(approved.id);
    const [attempt] = await batches.attempts(batch.id);
    const sent = (await sandbox.requests()).filter(({ sha256 }) => sha256 === attempt?.payloadSha256);
    expect(sent).toHaveLength(2);
  });
});

describe('a request that is turned away', () => {
  it.each(['unauthorized', 'forbidden'])(
    '%s: nothing was sent, a person looks, retry sends it',
    async (kind) => {
      const { approved, batch } = await approvedBatch();
      await sandbox.fail({ kind, on: 'queue' });
      await batches.send(batch);
      const turned = await batches.settled(batch.id);
      expect(turned).toMatchObject({ status: 'attention' });
      const [attempt] = await batches.attempts(batch.id);
      expect(attempt?.messages.join(' ')).toMatch(/account or its password/);
      expect(JSON.stringify(attempt)).not.toContain(app.config.ENA_PASSWORD);
      await expectNothingAccessioned(approved.id);
      await batches.retry(turned);
      expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
      await expectRegisteredOnce(approved.id);
    },
  );

  it.each(['unauthorized', 'forbidden'])(
    '%s when the receipt is fetched: taken for an outage at first',
    async (kind) => {
      const { approved, batch } = await approvedBatch();
      await sandbox.fail({ kind, on: 'poll', count: 3 });
      await batches.send(batch);
      expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
      await expectRegisteredOnce(approved.id);
      const [attempt] = await batches.attempts(batch.id);
      expect((await batches.answers(attempt!)).map(({ meaning }) => meaning)).toEqual([
        'queued',
        ...Array<string>(3).fill('failed'),
        'accepted',
      ]);
    },
  );

  it('again and again: a person looks, and nothing is sent twice', async () => {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail(
      { kind: 'disconnect_after', on: 'queue' },
      { kind: 'forbidden', on: 'submit', count: 6 },
    );
    await batches.send(batch);
    const turned = await batches.settled(batch.id);
    expect(turned).toMatchObject({ status: 'attention', counts: { attention: 3 } });
    const [attempt] = await batches.attempts(batch.id);
    expect(attempt?.messages.join(' ')).toMatch(/\(403\).*Next: test the connection/);
    expect(attempt?.answerCount).toBe(7);
    await batches.retry(turned);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    await expectRegisteredOnce(approved.id);
  });

  it('because of too many requests: comes again by itself', async () => {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail({ kind: 'throttled', on: 'queue' });
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    await expectRegisteredOnce(approved.id);
  });
});

describe('a batch of two submissions, one of which ENA refuses', () => {
  it('registers the other one, and each record of the refused one says why', async () => {
    const [good, bad] = [await approvedBatch(), await approve(depositor, curator, await depositor.draft(1))];
    const { body: removed } = await app.request('DELETE', `ena/batches/${good.batch.id}`, {
      as: curator.as,
      ifMatch: good.batch.version,
    });
    expect(removed).toBe('');
    await takeAlias(sandbox, depositor, bad);
    const batch = await batches.create(good.approved, bad);
    await batches.send(batch);
    const settled = await batches.settled(batch.id);
    expect(settled).toMatchObject({ counts: { accepted: 3, attention: 2 }, status: 'attention' });
    await expectRegisteredOnce(good.approved.id);
    await expectNothingAccessioned(bad.id);
    const items = await batches.items(batch.id, 'status=attention');
    expect(items.map(({ submissionId }) => submissionId)).toEqual([bad.id, bad.id]);
    expect(items.map(({ message }) => message).join(' ')).toMatch(/already/);
    const eligible = okay(await app.request('GET', 'ena/eligible?limit=500', { as: curator.as }));
    expect(eligible.items.map(({ id }: { id: string }) => id)).not.toContain(bad.id);
  });
});

describe('a request that no look-up settles', () => {
  /** A batch whose answers are all unreadable. */
  async function unclear() {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail(
      ...[1, 2, 3].flatMap(() => [
        { kind: 'not_xml', on: 'poll' },
        { kind: 'not_xml', on: 'submit' },
      ]),
    );
    await batches.send(batch);
    const settled = await batches.settled(batch.id);
    const [attempt] = await batches.attempts(batch.id);
    return { approved, batch: settled, attempt: attempt! };
  }
  const at = (n: number) => String(n).padStart(7, '0');

  it('is settled by hand with the accession of every record, each of its own kind and nobody else’s', async () => {
    const { approved, batch, attempt } = await unclear();
    const objects = await sandbox.objects();
    const accessions = (await batches.items(batch.id)).map(({ enaAlias }) => {
      const object = objects.find(({ alias }) => alias === enaAlias)!;
      const biosample = object.type === 'sample' ? { biosample: object.external!.accession } : {};
      return { alias: enaAlias, accession: object.accession, ...biosample };
    });
    const reason = 'The helpdesk wrote what it has';
    const resolve = (given: object[], version = batch.version) =>
      app.request('POST', `ena/attempts/${attempt.id}/resolve`, {
        as: curator.as,
        ifMatch: version,
        body: { outcome: 'registered', accessions: given, reason },
      });
    const [project, one, two] = accessions;
    const elsewhere = await approvedBatch();
    await batches.send(elsewhere.batch);
    await batches.settled(elsewhere.batch.id);
    const other = (await depositor.records(elsewhere.approved.id))[0]!.external[0]!;
    const wrong: object[][] = [
      [project!, one!, two!, two!],
      [project!, one!, { ...two, accession: one!.accession }],
      [project!, one!, { ...two, accession: project!.accession }],
      [project!, one!, { ...two, biosample: 'ERS9990001' }],
      [{ ...project, biosample: `SAMEA99${at(9)}` }, one!, two!],
      [project!, one!, { ...two, accession: other.identifier }],
      [project!, one!, two!, { alias: 'somebody-else', accession: `ERS99${at(99)}` }],
      [project!, one!, { ...two, accession: "ERS1'; DROP TABLE ena_batches" }],
    ];
    for (const given of wrong)
      expect(await resolve(given), JSON.stringify(given)).toMatchObject({
        status: 422,
        body: { code: 'ena.bad_accessions' },
      });
    const guessed = (await resolve([{ ...one, accession: other.identifier }])).body.errors;
    expect(guessed).toEqual([{ path: 'accessions.0', message: expect.stringContaining(one!.alias) }]);
    await expectNothingAccessioned(approved.id);
    expect(await resolve(accessions, batch.version + 1)).toMatchObject({ status: 412 });
    const asDepositor = {
      as: depositor.as,
      ifMatch: batch.version,
      body: { outcome: 'not_registered', reason },
    };
    const refused = await app.request('POST', `ena/attempts/${attempt.id}/resolve`, asDepositor);
    expect(refused.status).toBe(403);

    const partly = okay(await resolve([one!]));
    expect(partly).toMatchObject({ status: 'attention', counts: { accepted: 1, attention: 2 } });
    expect(await resolve([one!, two!], partly.version)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'accessions.0' }] },
    });
    const settled = okay(await resolve([project!, two!], partly.version));
    expect(settled).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    await expectRegisteredOnce(approved.id);
    expect((await batches.attempts(batch.id))[0]).toMatchObject({
      status: 'accepted',
      resolvedBy: { id: curator.as.id },
      messages: [expect.stringContaining(reason)],
    });
    const again = await resolve(accessions, settled.version);
    expect(again).toMatchObject({ status: 409, body: { code: 'ena.not_unclear' } });
  });

  it('is sent once more under the same aliases when ENA does not have it', async () => {
    const { approved, batch, attempt } = await unclear();
    const body = { outcome: 'not_registered', reason: 'The helpdesk has nothing' };
    const ask = { as: curator.as, ifMatch: batch.version, body };
    const settled = okay(await app.request('POST', `ena/attempts/${attempt.id}/resolve`, ask));
    expect(settled).toMatchObject({ status: 'refused', counts: { failed: 3 } });
    const before = (await batches.items(batch.id)).map(({ enaAlias }) => enaAlias);
    await batches.retry(settled);
    // The helpdesk was wrong: ENA has them, and says so. They are what was sent, so they count, and nothing is there twice.
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
    expect((await batches.items(batch.id)).map(({ enaAlias }) => enaAlias)).toEqual(before);
    const objects = await sandbox.objects();
    for (const alias of before) expect(objects.filter((object) => object.alias === alias)).toHaveLength(1);
    await expectRegisteredOnce(approved.id);
  });
});
