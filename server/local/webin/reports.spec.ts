import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project, sample } from '../../../test/factories/webin-xml.ts';
import { analysis, experiment, file, run, set, Trial } from './webin.trial.ts';

const trial = new Trial();
beforeAll(() => trial.start());
afterAll(() => trial.end());

const md5 = createHash('md5').update('reads').digest('hex');
const HOUR = 3_600_000;
let runId = '';
let analysisId = '';
beforeAll(async () => {
  const folder = join(trial.dir, 'upload', 'Webin-40000', 'deep');
  mkdirSync(folder, { recursive: true });
  for (const name of ['a.bam', 'b.vcf.gz', 'left.bam']) writeFileSync(join(folder, name), 'reads');
  await trial.control('POST', 'settings', { processReportDelayMs: HOUR, processingMs: HOUR });
  const type = '<PROCESSED_READS/>';
  [analysisId = '', , runId = ''] = await trial.added(
    set('PROJECT', project('p')) +
      set('SAMPLE', sample('s')) +
      set('EXPERIMENT', experiment('e')) +
      set('RUN', run('r', file('deep/a.bam', md5, 'bam'))) +
      set('ANALYSIS', analysis('a', file('deep/b.vcf.gz', md5, 'vcf'), { type })),
  );
});
const later = (hours: number) => trial.control('POST', 'settings', { clockOffsetMs: hours * HOUR });

const DATE = /^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/;

describe('reports', () => {
  it('list what the account has, in the shape of ENA', async () => {
    const response = await trial.call('report/samples?format=json');
    expect(await response.json()).toEqual([
      {
        report: expect.objectContaining({
          id: expect.stringMatching(/^ERS99/),
          secondaryId: expect.stringMatching(/^SAMEA99/),
          alias: 's',
          taxId: '4113',
          releaseStatus: 'PRIVATE',
          firstCreated: expect.stringMatching(DATE),
          submissionAccountId: 'Webin-40000',
        }),
        links: [],
      },
    ]);
    const [asProject] = await trial.report('projects');
    const [asStudy] = await trial.report('studies/p');
    expect(asStudy).toMatchObject({ id: asProject?.['secondaryId'], secondaryId: asProject?.['id'] });
    expect(await trial.report(`runs/${runId}`)).toMatchObject([
      { alias: 'r', experimentId: expect.stringMatching(/^ERX/), instrumentModel: 'Illumina MiSeq' },
    ]);
    expect(await trial.report('analyses?analysis-type=processed_reads')).toMatchObject([
      { id: analysisId, analysisType: 'PROCESSED_READS' },
    ]);
    expect(await trial.report('analyses?analysis-type=SEQUENCE_VARIATION')).toEqual([]);
  });

  it('narrow by status, number and id, and come as a table', async () => {
    await trial.added(set('SAMPLE', sample('s2'), sample('s3')));
    expect((await trial.report('samples?max-results=2')).map(({ alias }) => alias)).toEqual(['s3', 's2']);
    expect(await trial.report('samples?status=public')).toEqual([]);
    expect(await trial.report('samples?status=all')).toHaveLength(3);
    expect(await trial.report('samples/nobody')).toEqual([]);
    const csv = await (await trial.call('report/samples/s2?format=csv')).text();
    expect(csv).toMatch(/^id,alias,.*\n"ERS99\d+","s2",/);
    expect((await trial.call('report/samples?max-results=no')).status).toBe(400);
    for (const none of [
      'report/experiments',
      'report/nothing',
      'drop-box/things/ERS1',
      'drop-box/samples/ERS1',
    ])
      expect((await trial.call(none)).status).toBe(404);
    expect((await trial.call('report/samples', { headers: { Authorization: '' } })).status).toBe(401);
  });

  it('say nothing of objects that are too new, where that is asked for', async () => {
    await trial.control('POST', 'settings', { reportDelayMs: HOUR });
    expect(await trial.report('samples')).toEqual([]);
    await trial.control('POST', 'settings', { reportDelayMs: 0 });
  });
});

describe('processing', () => {
  it('is not known of at first, then goes on to its end', async () => {
    expect(await trial.report(`run-process/${runId}`)).toEqual([]);
    await later(1.5);
    expect(await trial.report('run-process')).toMatchObject([
      { id: runId, processingStatus: 'IN_PROGRESS', processingEnd: null },
    ]);
    await later(2.5);
    expect(await trial.report('analysis-process')).toMatchObject([
      {
        id: analysisId,
        analysisType: 'PROCESSED_READS',
        acc: null,
        processingStatus: 'COMPLETED',
        processingStart: expect.stringMatching(DATE),
        processingEnd: expect.stringMatching(DATE),
        processingError: null,
      },
    ]);
    expect(await trial.report('run-files')).toMatchObject([
      { id: runId, fileName: 'deep/a.bam', fileSize: 5, checksum: md5, archiveStatus: 'ARCHIVED' },
    ]);
  });

  it('fails when it is told to', async () => {
    await trial.control('POST', 'processing', { accession: runId, error: 'Invalid file content' });
    expect(await trial.report('run-process?process-status=FAILED')).toMatchObject([
      { id: runId, processingStatus: 'FAILED', processingError: 'Invalid file content' },
    ]);
    await expect(trial.control('POST', 'processing', { accession: 'ERR1', error: null })).rejects.toThrow(
      'ERR1',
    );
  });

  it('shows the files that nothing refers to', async () => {
    expect(await trial.report('unsubmitted-files')).toMatchObject([
      { fileName: 'deep/left.bam', fileSize: 5 },
    ]);
  });
});

describe('the token', () => {
  const ask = (path: string, password: string) =>
    trial.call(`webin/auth/${path}`, {
      method: 'POST',
      body: JSON.stringify({ authRealms: ['ENA'], username: 'Webin-40000', password }),
    });
  it('opens what the password opens', async () => {
    const password = trial.service.env['ENA_PASSWORD'] ?? '';
    const response = await ask('token', password);
    expect(response.headers.get('content-type')).toBe('text/plain');
    const token = await response.text();
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ principle: 'Webin-40000' });
    expect(claims.exp - claims.iat).toBe(18_000);
    const withToken = (given: string) =>
      trial.call('report/runs', { headers: { Authorization: `Bearer ${given}` } });
    expect((await withToken(token)).status).toBe(200);
    for (const bad of [`${token}x`, token.replace(/^[^.]+/, 'e30'), 'x', 'a.b.c'])
      expect((await withToken(bad)).status).toBe(401);
    expect((await ask('token', 'wrong')).status).toBe(401);
    expect(await (await ask('login', password)).json()).toEqual({
      authenticated: true,
      principle: 'Webin-40000',
    });
  });
});
