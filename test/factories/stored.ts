import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DataSource } from 'typeorm';
import { expect } from 'vitest';
import type { TestApp } from '../setup/app.ts';

const tables = [
  'submissions',
  'records',
  'findings',
  'revisions',
  'accessions',
  'ena_batches',
  'stream_events',
  'tasks',
];

/** How much of everything is stored: rows, versions, objects, and events but those that tell of a refusal. */
async function stored(app: TestApp): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const [row] = await app.get(DataSource)
    .query(`SELECT ${counts.join(', ')}, (SELECT sum(version)::int FROM submissions) AS versions,
              (SELECT count(*)::int FROM audit_events WHERE action NOT IN ('access.refuse', 'auth.token_refused', 'auth.sign_in_refused')) AS audit_events`);
  return { ...row, objects: await storedObjects(app) };
}

async function storedObjects({ config }: TestApp): Promise<number> {
  const store = new S3Client({
    endpoint: config.S3_HOT_ENDPOINT ?? '',
    region: config.S3_HOT_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: config.S3_HOT_ACCESS_KEY_ID ?? '',
      secretAccessKey: config.S3_HOT_SECRET_ACCESS_KEY ?? '',
    },
  });
  const { KeyCount = 0 } = await store.send(
    new ListObjectsV2Command({ Bucket: config.S3_HOT_BUCKET, Prefix: config.S3_HOT_PREFIX }),
  );
  store.destroy();
  return KeyCount;
}

/** Does what is to be refused, and sees that not one row, version, event or object came of it. */
export async function expectNothingStored(app: TestApp, work: () => Promise<void>): Promise<void> {
  const before = await stored(app);
  await work();
  expect(await stored(app)).toEqual(before);
}
