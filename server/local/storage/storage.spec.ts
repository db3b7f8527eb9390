import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, TestStore } from './testing.ts';

const store = new TestStore();
beforeAll(() => store.start());
afterAll(() => store.remove());

describe('objects', () => {
  it('keeps bytes, type and metadata', async () => {
    const Body = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
    await store.s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'files/a',
        Body,
        ContentType: 'text/csv',
        Metadata: { name: 'a.csv' },
      }),
    );
    const head = await store.s3.send(new HeadObjectCommand({ Bucket, Key: 'files/a' }));
    expect(head).toMatchObject({
      ContentLength: 70_000,
      ContentType: 'text/csv',
      Metadata: { name: 'a.csv' },
    });
    expect(head.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    expect((await store.get('files/a')).equals(Body)).toBe(true);
    const part = await store.s3.send(new GetObjectCommand({ Bucket, Key: 'files/a', Range: 'bytes=10-19' }));
    expect(await part.Body?.transformToByteArray()).toEqual(new Uint8Array(Body.subarray(10, 20)));
  });

  it.each([
    'application/x-www-form-urlencoded',
    'application/json',
    'application/x-amz-json-1.0',
    'text/plain',
  ])('keeps a body of type %s as it is', async (ContentType) => {
    await store.s3.send(new PutObjectCommand({ Bucket, Key: 'typed', Body: 'a=1&b={', ContentType }));
    expect(String(await store.get('typed'))).toBe('a=1&b={');
  });

  it('takes an empty object, with and without a content type', async () => {
    await store.put('empty', Buffer.alloc(0));
    expect(await store.get('empty')).toHaveLength(0);
    const url = await getSignedUrl(store.s3, new PutObjectCommand({ Bucket, Key: 'empty2' }));
    expect((await fetch(url, { method: 'PUT' })).status).toBe(200);
    expect(await store.get('empty2')).toHaveLength(0);
  });

  it('takes more than fauxqs alone would, streamed, with a checksum at the end', async () => {
    const block = Buffer.alloc(1 << 20, 'ACGT');
    const stream = Readable.from(Array.from({ length: 14 }, () => block));
    const Key = 'large';
    const command = new PutObjectCommand({
      Bucket,
      Key,
      Body: stream,
      ContentLength: 14 << 20,
      ChecksumAlgorithm: 'CRC32',
    });
    await store.s3.send(command);
    expect(await store.s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      ContentLength: 14 << 20,
    });
    const digest = createHash('sha256');
    for (let i = 0; i < 14; i++) digest.update(block);
    expect(
      createHash('sha256')
        .update(await store.get(Key))
        .digest('hex'),
    ).toBe(digest.digest('hex'));
  });

  it('keeps keys of any letters apart and lists them in the order of their bytes, page by page', async () => {
    const keys = [
      'l/B',
      'l/a',
      'l/b',
      'l/ä',
      'l/a b+c',
      "l/it's(1)!*",
      'l/_',
      'l/-',
      'l/ü/%2F',
      'l/日本',
      'l/a?b=c&d#e',
    ];
    for (const key of keys) await store.put(key, key);
    const found: string[] = [];
    for await (const page of paginateListObjectsV2(
      { client: store.s3, pageSize: 2 },
      { Bucket, Prefix: 'l/' },
    )) {
      found.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
    }
    expect(found).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    for (const key of keys) expect(String(await store.get(key))).toBe(key);
  });

  it('folds keys at a delimiter', async () => {
    for (const key of ['d/x/1', 'd/x/2', 'd/y/1', 'd/z']) await store.put(key);
    const list = await store.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/', Delimiter: '/' }));
    expect(list.CommonPrefixes?.map((each) => each.Prefix)).toEqual(['d/x/', 'd/y/']);
    expect(list.Contents?.map((each) => each.Key)).toEqual(['d/z']);
  });

  it('copies, deletes one and many', async () => {
    await store.put('from', 'x');
    await store.s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    expect(String(await store.get('to'))).toBe('x');
    await store.s3.send(new DeleteObjectCommand({ Bucket, Key: 'from' }));
    await expect(store.get('from')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await store.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'to' }] } }));
    await expect(store.get('to')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('copies only the bytes that are meant', async () => {
    await store.put('meant', 'x');
    const { ETag } = await store.s3.send(new HeadObjectCommand({ Bucket, Key: 'meant' }));
    const copy = (CopySource = `${Bucket}/meant`) =>
      store.s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, CopySourceIfMatch: ETag }));
    await copy();
    await store.put('meant', 'y');
    await expect(copy()).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(String(await store.get('copy'))).toBe('x');
    await expect(copy(`${Bucket}/nothing`)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('puts where nothing lies, when that is the condition', async () => {
    const put = (Body: string) =>
      store.s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body, IfNoneMatch: '*' }));
    await put('x');
    await expect(put('y')).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(String(await store.get('once'))).toBe('x');
  });

  it('puts parts together', async () => {
    const parts = [Buffer.alloc(5 << 20, 'A'), Buffer.alloc(100, 'C')];
    const Key = 'parts';
    const { UploadId } = await store.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts = [];
    for (const [i, Body] of parts.entries()) {
      const part = { Bucket, Key, UploadId, PartNumber: i + 1 };
      const url = await getSignedUrl(store.s3, new UploadPartCommand(part));
      const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(Body) });
      Parts.push({ PartNumber: i + 1, ETag: answer.headers.get('etag') ?? '' });
    }
    await store.s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect((await store.get(Key)).equals(Buffer.concat(parts))).toBe(true);
    const other = await store.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'never' }));
    await store.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'never', UploadId: other.UploadId }));
    await expect(store.get('never')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('browsers', () => {
  it('may ask before they send, and read the ETag', async () => {
    const url = await getSignedUrl(store.s3, new PutObjectCommand({ Bucket, Key: 'cors' }));
    const origin = 'http://localhost:3000';
    const ask = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const preflight = await fetch(url, { method: 'OPTIONS', headers: ask });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    const answer = await fetch(url, { method: 'PUT', body: 'x', headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
    const denied = await fetch(`${store.endpoint}/${Bucket}/cors`, { headers: { origin } });
    expect(denied.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a restart', () => {
  it('keeps address, keys and objects, and sets aside what a kill left half-written', async () => {
    await store.put('kept', 'kept');
    await store.put('torn', 'torn');
    const before = store.service.env;
    await store.service.stop();
    writeFileSync(join(store.dir, 'objects', 'buckets', Bucket, 'objects', 'torn.meta.json'), '{"key":"to');
    await store.start();
    expect(store.service.env).toEqual(before);
    expect(String(await store.get('kept'))).toBe('kept');
    await expect(store.get('torn')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(store.lines).toEqual([expect.stringContaining('torn.meta.json was left half-written')]);
  });
});
