import { DatabaseSync } from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions, sample } from '../../../test/factories/webin-xml.ts';
import { ADD, set, Trial } from './webin.trial.ts';

describe('what is registered', () => {
  const trial = new Trial({ queueDelayMs: 100_000 });
  beforeAll(() => trial.start());
  afterAll(() => trial.end());

  it('outlives a restart, with its settings and what is queued', async () => {
    const [accession = ''] = await trial.added(set('SAMPLE', sample('a')));
    const queued = await trial.call('webin-v2/submit/queue', {
      method: 'POST',
      headers: { 'Content-Type': 'application/xml' },
      body: `<WEBIN>${ADD}${set('SAMPLE', sample('q'))}</WEBIN>`,
    });
    const { submissionId } = (await queued.json()) as { submissionId: string };
    await trial.control('POST', 'settings', { processingMs: 77 });
    await trial.stop();
    await trial.start();
    expect(await trial.control('GET', 'settings')).toMatchObject({ processingMs: 77, queueDelayMs: 100_000 });
    expect(await trial.object(accession)).toMatchObject({ alias: 'a', registered: 1 });
    expect((await trial.call(`webin-v2/submit/poll/${submissionId}`)).status).toBe(202);
  });

  it('is forgotten every night, but for the numbers given out', async () => {
    const before = await trial.objects();
    await trial.control('POST', 'reset');
    expect(await trial.objects()).toEqual([]);
    expect(await trial.report('samples')).toEqual([]);
    const [accession = ''] = await trial.added(set('SAMPLE', sample('a')));
    expect(before.map((object) => object.accession)).not.toContain(accession);
    const receipt = await trial.v2(actions('<RECEIPT target="nobody"/>'));
    expect(receipt.success).toBe(false);
  });

  it('gets an alias of its own for each submission of a moment', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 30 }, (_, n) => trial.v2(ADD, set('SAMPLE', sample(`m${n}`)))),
    );
    expect(receipts.every(({ success }) => success)).toBe(true);
    expect(new Set(receipts.map(({ submission }) => submission?.alias)).size).toBe(30);
  });
});

describe('a file of an earlier version', () => {
  const trial = new Trial();
  afterAll(() => trial.end());

  it('is taken over', async () => {
    mkdirSync(trial.dir, { recursive: true });
    const old = new DatabaseSync(join(trial.dir, 'webin.sqlite'));
    old.exec(`CREATE TABLE counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
      CREATE TABLE submission (
        accession TEXT PRIMARY KEY, alias TEXT NOT NULL UNIQUE, received_at TEXT NOT NULL, actions TEXT NOT NULL
      ) STRICT;
      CREATE TABLE object (
        accession TEXT PRIMARY KEY, type TEXT NOT NULL, alias TEXT NOT NULL, title TEXT NOT NULL,
        external_accession TEXT, external_type TEXT, hold_until TEXT NOT NULL,
        submission TEXT NOT NULL REFERENCES submission, UNIQUE (type, alias)
      ) STRICT;
      INSERT INTO counter VALUES ('sample', 1), ('biosample', 1), ('submission', 1);
      INSERT INTO submission VALUES ('ERA990000001', 'sub', '2026-01-01', '["ADD"]');
      INSERT INTO object VALUES
        ('ERS990000001', 'sample', 'old', 't', 'SAMEA990000001', 'biosample', '2020-01-01', 'ERA990000001');`);
    old.close();
    await trial.start();
    expect(await trial.object('ERS990000001')).toMatchObject({ status: 'PUBLIC', registered: 1 });
    expect(await trial.added(set('SAMPLE', sample('new')))).toEqual(['ERS990000002']);
  });
});

describe('ten thousand samples', () => {
  const trial = new Trial();
  beforeAll(() => trial.start());
  afterAll(() => trial.end());

  it('are registered at once, within seconds of processor time', async () => {
    const xml = Array.from({ length: 10_000 }, (_, n) => sample(`n${n}`));
    const before = process.cpuUsage();
    const receipt = await trial.v2(ADD, set('SAMPLE', ...xml));
    const { user, system } = process.cpuUsage(before);
    expect(receipt.objects).toHaveLength(10_000);
    expect(new Set(receipt.objects.map(({ accession }) => accession)).size).toBe(10_000);
    expect((user + system) / 1e6).toBeLessThan(15);
    console.info(`10,000 samples: ${((user + system) / 1e6).toFixed(1)} s of processor time`);
  }, 60_000);
});
