import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebinService } from '../../../local/webin.ts';
import { startWebin } from '../../../local/webin.ts';
import {
  addFaults,
  judged,
  queueAndPoll,
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

describe('what goes wrong has a name', () => {
  const withTimeout = { timeoutMs: 300, receiptTimeoutMs: 300 };

  it.each([
    ['timeout_before', 'unknown', 'did not answer'],
    ['timeout_after', 'unknown', 'did not answer'],
    ['disconnect_before', 'unknown', 'connection'],
    ['disconnect_after', 'unknown', 'connection'],
    ['error_before', 'unknown', '503'],
    ['error_after', 'unknown', '503'],
    ['html_before', 'unknown', 'no '],
    ['html_after', 'unknown', 'no '],
    ['unauthorized', 'auth', '401'],
    ['forbidden', 'auth', '403'],
    ['throttled', 'throttled', '429'],
  ])('%s is %s, at every way of sending', async (kind, expected, message) => {
    const { document } = webinSubmission();
    await addFaults(webin, { kind, count: 3 });
    const calls = [
      () => client(withTimeout).submit(webinDocument(document)),
      () => client(withTimeout).submitAndWait(webinDocument(document)),
      () => client(withTimeout).submitParts(webinParts(document)),
    ];
    for (const call of calls) {
      const error = await webinFailure(call());
      expect(error.failure).toBe(expected);
      expect(error.message).toContain(message);
    }
  });

  it('after any doubt a look-up tells whether it happened', async () => {
    for (const [kind, outcome] of [
      ['timeout_before', 'refused'],
      ['timeout_after', 'accepted'],
    ] as const) {
      const { document, request, alias } = webinSubmission();
      await addFaults(webin, { kind, on: 'submit' });
      expect(await webinFailure(client(withTimeout).submitAndWait(webinDocument(document)))).toMatchObject({
        failure: 'unknown',
      });
      const lookup = await client().submitAndWait(webinDocument({ submission: receiptLookup(alias) }));
      expect(judged(lookup, { ...request, action: 'RECEIPT' }).outcome).toBe(outcome);
    }
  });

  it('a POST is made once, whatever comes of it', async () => {
    const before = await sent();
    await addFaults(webin, { kind: 'error_after', on: 'submit' }, { kind: 'disconnect_before', on: 'queue' });
    const { document } = webinSubmission();
    await webinFailure(client().submitAndWait(webinDocument(document)));
    await webinFailure(client().submit(webinDocument(document)));
    expect(await sent()).toBe(before + 2);
  });

  it.each(['truncated_receipt', 'success_with_error', 'foreign_alias', 'wrong_accession', 'missing_object'])(
    'a receipt with the fault %s needs a person, its bytes kept',
    async (kind) => {
      const { document, request } = webinSubmission();
      await addFaults(webin, { kind, on: 'poll' });
      const receipt = await queueAndPoll(client(), document);
      expect(judged(receipt, request).outcome).toBe('needs_person');
      expect(receipt.bytes.length).toBeGreaterThan(100);
    },
  );

  it('an answer that is no receipt is kept with the error', async () => {
    const { document } = webinSubmission();
    await addFaults(webin, { kind: 'not_xml', on: 'drop-box' });
    const error = await webinFailure(client().submitParts(webinParts(document)));
    expect(error.failure).toBe('unknown');
    expect(Buffer.from(error.answer?.bytes ?? []).toString()).toBe('Please try again later.');
  });

  it('an unknown id, a wrong address, nobody there, a caller who gives up', async () => {
    expect(await webinFailure(client().poll('ERA999999999'))).toMatchObject({ failure: 'not_found' });
    const elsewhere = client({}, { submitUrl: `${webin.url}/ena/other` });
    expect(await webinFailure(elsewhere.submit(new Uint8Array()))).toMatchObject({ failure: 'refused' });
    const closed = client({}, { submitUrl: `http://127.0.0.1:${await closedPort()}/ena/submit` });
    expect(await webinFailure(closed.submit(new Uint8Array()))).toMatchObject({
      failure: 'not_sent',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const nowhere = client({}, { submitUrl: 'http://webin.invalid/ena/submit' });
    expect(await webinFailure(nowhere.submit(new Uint8Array()))).toMatchObject({ failure: 'not_sent' });
    const given = AbortSignal.abort();
    expect(await webinFailure(client().submit(new Uint8Array(), { signal: given }))).toMatchObject({
      failure: 'not_sent',
    });
    await addFaults(webin, { kind: 'timeout_before', on: 'queue' });
    const later = AbortSignal.timeout(50);
    expect(await webinFailure(client().submit(new Uint8Array(), { signal: later }))).toMatchObject({
      failure: 'unknown',
    });
  });
});

async function sent(): Promise<number> {
  const response = await fetch(`${webin.url}/_control/requests`);
  return ((await response.json()) as unknown[]).length;
}

async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
