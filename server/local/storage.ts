// S3-compatible object storage for `npm start` and the tests: fauxqs with files on disk, behind the checks that a real
// store makes (storage/front.ts). Listens on 127.0.0.1 only; the keys are the data folder's own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client, CreateBucketCommand } from '@aws-sdk/client-s3';
import { stablePort } from '../../scripts/lib/ports.mjs';
import { keptSecret } from './kept.ts';
import type { LocalOptions, LocalService } from './local-service.ts';
import { runAlone } from './run-alone.ts';
import { guard } from './storage/front.ts';
import type { Credentials } from './storage/signature.ts';
import { openStore } from './storage/store.ts';

const BUCKET = 'seqdb-hot';
const AUDIT_BUCKET = 'seqdb-audit';
const EXPORT_BUCKET = 'seqdb-exports';
const REGION = 'us-east-1';

/** Starts the store with its bucket; objects of earlier starts are there again. */
export async function startStorage(options: LocalOptions): Promise<LocalService> {
  const { dir, log } = options;
  mkdirSync(dir, { recursive: true });
  const port = options.port ?? (await stablePort(dir));
  const credentials: Credentials = {
    accessKeyId: `SEQDB${keptSecret(dir, 'access-key', 9)}`,
    secretAccessKey: keptSecret(dir, 'secret-key', 30),
    region: REGION,
  };
  const { app, etagOf } = await openStore(join(dir, 'objects'), join(dir, 'broken'), log);
  guard(app, credentials, etagOf, log);
  await app.listen({ host: '127.0.0.1', port });
  const endpoint = `http://127.0.0.1:${port}`;
  await createBuckets(endpoint, credentials);
  return {
    name: 'storage',
    env: {
      S3_HOT_ENDPOINT: endpoint,
      S3_HOT_PUBLIC_ENDPOINT: endpoint,
      S3_HOT_REGION: REGION,
      S3_HOT_BUCKET: BUCKET,
      S3_HOT_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_HOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AUDIT_HEADS_BUCKET: AUDIT_BUCKET,
      AUDIT_EXPORT_BUCKET: EXPORT_BUCKET,
    },
    describe: `Object storage at ${endpoint} (bucket ${BUCKET})`,
    stop: () => app.close(),
  };
}

/** Through the front, as the application will come: what fails there fails here, at the start. */
async function createBuckets(endpoint: string, credentials: Credentials): Promise<void> {
  const client = new S3Client({ endpoint, region: REGION, forcePathStyle: true, credentials });
  try {
    for (const Bucket of [BUCKET, AUDIT_BUCKET, EXPORT_BUCKET])
      await client.send(new CreateBucketCommand({ Bucket }));
  } finally {
    client.destroy();
  }
}

if (import.meta.main) await runAlone('storage', startStorage);
