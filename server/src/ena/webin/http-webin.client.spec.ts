import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebinService } from '../../../local/webin.ts';
import { startWebin } from '../../../local/webin.ts';
import {
  addFaults,
  judged,
  polled,
  queueAndPoll,
  registeredAs,
  webinClient,
  webinFailure,
  webinSubmission,
} from '../../../../test/factories/webin.ts';
import type { HttpWebinOptions } from './http-webin.client.ts';
import { webinDocument, webinParts } from './webin-document.ts';
import { receiptLookup } from './xml/submission.xml.ts';

const dir = mkdtempSync(join(tmpdir(), 'webin-'));
let webin: WebinService;
const start = () => startWebin({ dir, log: () => undefined, queueDelayMs: 60 });
beforeAll(async () => (webin = await start()));
afterEach(() => fetch(`${webin.url}/_control/faults`, { method: 'DELETE' }));
afterAll(async () => {
  await webin.stop();
  rmSync(dir, { recursive: true });
});
const client = (options?: HttpWebinOptions, change?: { submitUrl?: string; password?: string }) =>
  webinClient(webin, options, change);

describe('a submission', () => {
  it('through the queue: an id first, then the receipt', async () => {
    const { document, request, alias } = webinSubmission();
    const queued = await client().submit(webinDocument(document));
    expect(queued).toMatchObject({ state: 'queued', submissionId: expect.stringMatching(/^ERA99\d{7}$/) });
    if (queued.state !== 'queued') return;
    expect(queued.pollUrl).toBe(`${webin.env.ENA_SUBMIT_URL}/webin-v2/submit/poll/${queued.submissionId}`);
    const receipt = await polled(client(), queued.submissionId);
    expect(receipt).toMatchObject({ httpStatus: 200, contentType: 'application/xml' });
    const judgement = judged(receipt, request);
    expect(judgement).toMatchObject({
      outcome: 'accepted',
      reasons: [],
      warnings: [],
      isTest: true,
      submissionAccession: queued.submissionId,
    });
    expect(judgement.objects.map(({ accession }) => accession?.replace(/\d+$/, ''))).toEqual([
      'PRJEB',
      'ERS',
      'ERS',
      'ERS',
    ]);

    // The way back from a lost receipt: by the alias of the submission.
    const lookup = await client().submitAndWait(webinDocument({ submission: receiptLookup(alias) }));
    const found = judged(lookup, { ...request, action: 'RECEIPT' });
    expect(found.outcome).toBe('accepted');
    expect(found.objects).toEqual(judgement.objects);
  });

  it('through v2 at once and through v1 comes to the same', async () => {
    const first = webinSubmission();
    const now = await client().submitAndWait(webinDocument(first.document));
    expect(judged(now, first.request).outcome).toBe('accepted');
    const second = webinSubmission();
    const parts = await client().submitParts(webinParts(second.document));
    expect(judged(parts, second.request).outcome).toBe('accepted');
  });

  it('sent twice is refused with the accessions it has', async () => {
    const { document, request } = webinSubmission();
    const first = judged(await queueAndPoll(client(), document), request);
    const again = judged(await queueAndPoll(client(), document), request);
    expect(again.outcome).toBe('refused');
    expect(again.objects.map(({ existingAccession }) => existingAccession)).toEqual(
      first.objects.map(({ accession }) => accession),
    );
  });

  it('can be tried without registering anything', async () => {
    const { document, request } = webinSubmission(true);
    expect(judged(await queueAndPoll(client(), document), request).outcome).toBe('accepted');
    expect(await registeredAs(webin, request.objects[0]?.alias)).toEqual([]);
  });

  it('is refused whole, with each error at its record', async () => {
    const { document, request } = webinSubmission();
    const [first, ...rest] = [...(document.samples ?? [])];
    if (!first) return;
    const bad = {
      ...first,
      checklist: 'ERC000099',
      attributes: [{ tag: 'geographic location (latitude)', value: '1' }],
    };
    const judgement = judged(await queueAndPoll(client(), { ...document, samples: [bad, ...rest] }), request);
    expect(judgement.outcome).toBe('refused');
    expect(judgement.objects[1]?.errors.map(({ text, attribute }) => [attribute, text])).toEqual([
      [null, expect.stringContaining('Checklist "ERC000099" does not exist')],
      [null, expect.stringContaining("must have required property 'collection date'")],
      [
        null,
        expect.stringContaining("must have required property 'geographic location (country and/or sea)'"),
      ],
      ['geographic location (latitude)', expect.stringContaining("must have required property 'unit'")],
      [null, expect.stringContaining('No new BioSample was created')],
    ]);
    expect(judgement.objects[2]?.errors).toEqual([]);
    expect(await registeredAs(webin, request.objects[0]?.alias)).toEqual([]);
  });

  it('survives a restart, queued or registered', async () => {
    const { document, request } = webinSubmission();
    const queued = await client().submit(webinDocument(document));
    await webin.stop();
    webin = await start();
    if (queued.state !== 'queued') throw new Error('answered at once');
    expect(judged(await polled(client(), queued.submissionId), request).outcome).toBe('accepted');
    expect(await registeredAs(webin, request.objects[0]?.alias)).toHaveLength(1);
  });
});

describe('the account', () => {
  it('is checked', async () => {
    expect(await client().checkLogin()).toEqual({ account: 'Webin-40000' });
    const wrong = client({}, { password: 'geheim' });
    expect(await webinFailure(wrong.checkLogin())).toMatchObject({ failure: 'auth' });
    const { document, request } = webinSubmission();
    for (const call of [
      () => wrong.submit(webinDocument(document)),
      () => wrong.submitAndWait(webinDocument(document)),
      () => wrong.submitParts(webinParts(document)),
      () => wrong.poll('ERA990000001'),
    ]) {
      expect(await webinFailure(call())).toMatchObject({ failure: 'auth', answer: { httpStatus: 401 } });
    }
    expect(await registeredAs(webin, request.objects[0]?.alias)).toEqual([]);
  });

  it('never shows in what is thrown or printed', async () => {
    const wrong = client({ timeoutMs: 100 }, { password: 'geheim' });
    await addFaults(webin, { kind: 'timeout_before', on: 'queue' });
    const errors = [
      await webinFailure(wrong.checkLogin()),
      await webinFailure(wrong.submit(new Uint8Array(1))),
      await webinFailure(
        client({}, { password: 'geheim', submitUrl: 'http://127.0.0.1:9/ena/submit' }).checkLogin(),
      ),
    ];
    const secret = Buffer.from('Webin-40000:geheim').toString('base64');
    const printed = inspect([wrong, ...errors], { depth: 9, showHidden: true });
    expect(printed).not.toContain('geheim');
    expect(printed).not.toContain(secret);
    expect(JSON.stringify([wrong, ...errors])).not.toContain('geheim');
  });
});
