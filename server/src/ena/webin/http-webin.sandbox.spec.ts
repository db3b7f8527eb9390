import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WebinService } from '../../../local/webin.ts';
import { startWebin } from '../../../local/webin.ts';
import { judged, webinClient, webinFailure, webinSubmission } from '../../../../test/factories/webin.ts';
import { checkConnection } from './connection.check.ts';
import { webinDocument } from './webin-document.ts';

const dir = mkdtempSync(join(tmpdir(), 'webin-'));
let webin: WebinService;
beforeAll(async () => (webin = await startWebin({ dir, log: () => undefined, queueDelayMs: 10 })));
afterAll(async () => {
  await webin.stop();
  rmSync(dir, { recursive: true });
});

it.each(['basic', 'bearer'] as const)(
  'what was sent can be read back and is in the reports (%s)',
  async (auth) => {
    const client = webinClient(webin, { auth });
    const { document, request } = webinSubmission();
    const answer = judged(await client.submitAndWait(webinDocument(document)), request);
    expect(answer.outcome).toBe('accepted');
    const [, sample] = answer.objects;
    if (!sample?.accession) throw new Error('no sample');
    const found = await client.readObject('sample', sample.accession);
    expect(found).toMatchObject({ alias: sample.alias, accession: sample.accession });
    expect(await webinFailure(client.readObject('sample', 'ERS999999999'))).toMatchObject({
      failure: 'not_found',
    });
    const rows = await client.report('samples', { id: sample.accession });
    expect(rows).toMatchObject([{ id: sample.accession, alias: sample.alias, status: 'PRIVATE' }]);
    expect(rows[0]?.created).toBeInstanceOf(Date);
  },
);

it('the connection test knows a good password from a bad one', async () => {
  expect(await checkConnection(webinClient(webin))).toMatchObject({ state: 'ok', problem: null });
  const wrong = webinClient(webin, {}, { password: 'geheim' });
  expect(await checkConnection(wrong)).toMatchObject({ state: 'wrong_password' });
});
