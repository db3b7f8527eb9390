// Files that ENA does not see yet, never sees, or finds to be others: waited for, told, brought there anew.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Client } from 'basic-ftp';
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { ReadsDesk } from '../factories/ena-reads.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { Desk } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_UPLOAD_LAG_SECONDS: '3600' }),
});
let batches: BatchDesk;
let desk: ReadsDesk;
let curator: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
  desk = new ReadsDesk(app, await app.person('depositor'), curator.as);
});
afterEach(() => set({ uploadLagMs: 0 }));

const never = 1_000_000_000;

async function set(change: object): Promise<void> {
  const response = await fetch(`${sandbox.running.url}/_control/settings`, {
    method: 'POST',
    body: JSON.stringify(change),
  });
  expect(response.status).toBe(200);
}

/** A batch that waits until ENA sees files which it will not see. */
async function unseen(name: string): Promise<{ batch: BatchView; view: SubmissionView }> {
  const { view } = await desk.approved([name]);
  await set({ uploadLagMs: never });
  const batch = await batches.send(await batches.create(view));
  await batches.until(batch.id, ({ counts, isUnderWay }) => counts.accepted === 2 && isUnderWay);
  for (;;) {
    const refused = (await batches.attempts(batch.id)).filter(({ status }) => status === 'refused');
    if (refused.length > 0) return { batch, view };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const pathsOf = async ({ id }: SubmissionView): Promise<string[]> => {
  const rows = await app
    .get(DataSource)
    .query('SELECT path FROM ena_uploads WHERE submission_id = $1 ORDER BY path', [id]);
  return rows.map(({ path }: { path: string }) => path);
};

/** Other bytes of the same length in the place of a file. */
async function tamper(path: string, bytes: number): Promise<void> {
  const { ENA_UPLOAD_URL = '', ENA_UPLOAD_CA_FILE = '', ...account } = sandbox.running.env;
  const { hostname: host, port } = new URL(ENA_UPLOAD_URL);
  const ftp = new Client(10_000);
  const ca = readFileSync(ENA_UPLOAD_CA_FILE);
  const { ENA_USERNAME: user = '', ENA_PASSWORD: password = '' } = account;
  await ftp.access({ host, port: Number(port), user, password, secure: true, secureOptions: { ca } });
  await ftp.uploadFrom(Readable.from([Buffer.alloc(bytes, 'x')]), `/${path}`);
  ftp.close();
}

const enaFindings = async ({ id }: SubmissionView) =>
  (await curator.findings(id)).filter(({ rule }) => rule === 'ena.refused');

describe('a file that ENA does not see yet', () => {
  it('is waited for, and nobody is told of an error', async () => {
    const { batch, view } = await unseen('late');
    expect(await batches.get(batch.id)).toMatchObject({ status: 'sending', counts: { failed: 0 } });
    const waiting = await batches.items(batch.id, 'type=run&limit=10');
    expect(waiting[0]?.message).toMatch(/does not see its files yet/);
    await set({ uploadLagMs: 0 });
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 4 } });
    expect(await enaFindings(view)).toEqual([]);
    const attempts = await batches.attempts(batch.id);
    expect(attempts.map(({ status }) => status).filter((status) => status !== 'refused')).toEqual([
      'accepted',
      'accepted',
    ]);
    expect(new Set(attempts.map(({ submissionAlias }) => submissionAlias)).size).toBe(attempts.length);
  });

  it('is a refusal after a day, with what to do, and is brought there anew', async () => {
    const { batch, view } = await unseen('lost');
    await byHand(
      app.config.DATABASE_MIGRATION_URL,
      `UPDATE ena_uploads SET sent_at = sent_at - interval '25 hours' WHERE submission_id = $1`,
      [view.id],
    );
    const stopped = await batches.settled(batch.id);
    expect(stopped).toMatchObject({ status: 'partial', counts: { accepted: 2, failed: 2 } });
    const [run] = await batches.items(batch.id, 'type=run&limit=10');
    expect(run?.message).toMatch(/does not exist in the upload area.*send the record again/);
    expect(await enaFindings(view)).not.toEqual([]);
    await set({ uploadLagMs: 0 });
    await batches.retry(stopped);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 4 } });
    expect(await enaFindings(view)).toEqual([]);
  });
});

describe('a file that is another one at ENA', () => {
  it('has its run refused, and is right after the next sending', async () => {
    const { batch, view } = await unseen('swapped');
    const [path = ''] = await pathsOf(view);
    const [{ size = 0 } = {}] = await app
      .get(DataSource)
      .query('SELECT size::int AS size FROM ena_uploads WHERE path = $1', [path]);
    await tamper(path, size);
    await set({ uploadLagMs: 0 });
    const stopped = await batches.settled(batch.id);
    expect(stopped).toMatchObject({ status: 'partial', counts: { accepted: 2, failed: 2 } });
    const [run] = await batches.items(batch.id, 'type=run&limit=10');
    expect(run?.message).toContain(`Invalid file checksum: file "${path}"`);
    expect(await enaFindings(view)).toMatchObject([{ alias: run?.alias, severity: 'error' }]);
    await batches.retry(stopped);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 4 } });
    expect(await enaFindings(view)).toEqual([]);
  });
});
