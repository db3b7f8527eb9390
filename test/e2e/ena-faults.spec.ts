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
import { webinClient } from '../factories/webin.ts';
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
    ['not_xml', /no receipt/],
    ['truncated_receipt', /./],
    ['success_with_error', /success and yet has an error/],
    ['foreign_alias', /which was not sent|does not list/],
    ['wrong_accession', /no accession of a project/],
    ['missing_object', /does not list/],
  ])('%s: kept with its bytes, a person looks, retry settles it', async (kind, reason) => {
    const { approved, batch } = await approvedBatch();
    await sandbox.fail({ kind, on: 'poll' });
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
    const ask = client.submitAndWait.bind(client);
    client.submitAndWait = async (document, options) => {
      const before = Buffer.from(document)
        .toString()
        .replace(/target="[^"]*"/, 'target="not-there-yet"');
      client.submitAndWait = ask;
      return ask(Buffer.from(before), options);
    };
    await batches.send(batch);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
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
    // Somebody has used our alias in the account before.
    const alias = (await depositor.records(bad.id))[0]?.accession ?? '';
    const client = webinClient(sandbox.running);
    const xml = `<WEBIN><SUBMISSION_SET><SUBMISSION><ACTIONS><ACTION><ADD/></ACTION><ACTION><HOLD HoldUntilDate="${new Date().getUTCFullYear() + 1}-01-01"/></ACTION></ACTIONS></SUBMISSION></SUBMISSION_SET><SAMPLE_SET><SAMPLE alias="${alias}"><TITLE>Taken</TITLE><SAMPLE_NAME><TAXON_ID>4113</TAXON_ID></SAMPLE_NAME><SAMPLE_ATTRIBUTES><SAMPLE_ATTRIBUTE><TAG>collection date</TAG><VALUE>2021</VALUE></SAMPLE_ATTRIBUTE><SAMPLE_ATTRIBUTE><TAG>geographic location (country and/or sea)</TAG><VALUE>Peru</VALUE></SAMPLE_ATTRIBUTE></SAMPLE_ATTRIBUTES></SAMPLE></SAMPLE_SET></WEBIN>`;
    const taken = await client.submitAndWait(Buffer.from(xml));
    expect(Buffer.from(taken.bytes).toString()).toContain('success="true"');

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
