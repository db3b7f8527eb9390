// An experiment goes to ENA with its run: where the run's file does not get there, neither of them is sent.
import { DataSource } from 'typeorm';
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { BatchDesk } from '../factories/batches.ts';
import { ReadsDesk } from '../factories/ena-reads.ts';
import { md5Of } from '../factories/files.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let batches: BatchDesk;
let desk: ReadsDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  const curator = await app.person('curator');
  batches = new BatchDesk(app, curator);
  desk = new ReadsDesk(app, await app.person('depositor'), curator);
});

it('stays here with the run whose file could not be brought there, and both go when it can', async () => {
  const { view, files } = await desk.approved(['broken', 'whole']);
  const name = 'broken_R1.fastq.gz';
  const md5 = md5Of(files[name] ?? '');
  const database = app.get(DataSource);
  // Its transfer has failed for good, and nobody has been told yet.
  await database.query(
    `INSERT INTO ena_uploads (id, submission_id, file_id, environment, path, size, md5, status, message, is_reported, created_at)
     SELECT gen_random_uuid(), $1, f.id, 'sandbox', $2, f.size, $3, 'failed', 'The disk of ENA is full.', false, now()
       FROM files f WHERE f.md5 = $3 LIMIT 1`,
    [view.id, `${view.reference}/${md5.slice(0, 12)}/${name}`, md5],
  );
  const batch = await batches.send(await batches.create(view));
  const partly = await batches.settled(batch.id, 120);
  expect(partly).toMatchObject({ status: 'partial', counts: { accepted: 5, failed: 2 } });
  const failed = (await batches.items(batch.id)).filter(({ status }) => status === 'failed');
  expect(failed.map(({ type, message }) => [type, message])).toEqual([
    ['experiment', expect.stringMatching(/none of its runs can go now/)],
    ['run', expect.stringMatching(/could not be brought to ENA.*The disk of ENA is full/)],
  ]);
  const aliases = new Set(failed.map(({ enaAlias }) => enaAlias));
  const there = async () => (await sandbox.objects()).filter(({ alias }) => aliases.has(alias)).length;
  expect(await there()).toBe(0);

  await batches.retry(partly);
  expect(await batches.settled(batch.id, 120)).toMatchObject({ status: 'accepted', counts: { accepted: 7 } });
  expect(await there()).toBe(2);
  const payload = await batches.document((await batches.attempts(batch.id)).at(-1)!, 'payload');
  expect([...payload.matchAll(/<(EXPERIMENT|RUN) alias/g)].map(([, type]) => type)).toEqual([
    'EXPERIMENT',
    'RUN',
  ]);
}, 300_000);
