import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
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
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalService } from '../local-service.ts';
import { startStorage } from '../storage.ts';

const dir = mkdtempSync(join(tmpdir(), 'storage-'));
const lines: string[] = [];
const start = () => startStorage({ dir, log: (line) => lines.push(line) });
let service: LocalService;
let s3: S3Client;
const Bucket = 'seqdb-hot';

function client(change: { secretAccessKey?: string; accessKeyId?: string; region?: string } = {}): S3Client {
  const { env } = service;
  const credentials = {
    accessKeyId: env.S3_HOT_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.S3_HOT_SECRET_ACCESS_KEY ?? '',
    ...change,
  };
  return new S3Client({
    endpoint: env.S3_HOT_ENDPOINT ?? '',
    region: change.region ?? env.S3_HOT_REGION ?? '',
    forcePathStyle: true,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
}

const put = (Key: string, Body: string | Buffer = 'text') =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

beforeAll(async () => {
  service = await start();
  s3 = client();
});
afterAll(async () => {
  await service.stop();
  rmSync(dir, { recursive: true });
});

describe('objects', () => {
  it('keeps bytes, type and metadata', async () => {
    const Body = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'files/a',
        Body,
        ContentType: 'text/csv',
        Metadata: { name: 'a.csv' },
      }),
    );
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'files/a' }));
    expect(head).toMatchObject({
      ContentLength: 70_000,
      ContentType: 'text/csv',
      Metadata: { name: 'a.csv' },
    });
    expect(head.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    expect((await get('files/a')).equals(Body)).toBe(true);
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'files/a', Range: 'bytes=10-19' }));
    expect(await part.Body?.transformToByteArray()).toEqual(new Uint8Array(Body.subarray(10, 20)));
  });

  it.each([
    'application/x-www-form-urlencoded',
    'application/json',
    'application/x-amz-json-1.0',
    'text/plain',
  ])('keeps a body of type %s as it is', async (ContentType) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'typed', Body: 'a=1&b={', ContentType }));
    expect(String(await get('typed'))).toBe('a=1&b={');
  });

  it('takes an empty object, with and without a content type', async () => {
    await put('empty', Buffer.alloc(0));
    expect(await get('empty')).toHaveLength(0);
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'empty2' }));
    expect((await fetch(url, { method: 'PUT' })).status).toBe(200);
    expect(await get('empty2')).toHaveLength(0);
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
    await s3.send(command);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 14 << 20 });
    const digest = createHash('sha256');
    for (let i = 0; i < 14; i++) digest.update(block);
    expect(
      createHash('sha256')
        .update(await get(Key))
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
    for (const key of keys) await put(key, key);
    const found: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Prefix: 'l/' })) {
      found.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
    }
    expect(found).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    for (const key of keys) expect(String(await get(key))).toBe(key);
  });

  it('folds keys at a delimiter', async () => {
    for (const key of ['d/x/1', 'd/x/2', 'd/y/1', 'd/z']) await put(key);
    const list = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/', Delimiter: '/' }));
    expect(list.CommonPrefixes?.map((each) => each.Prefix)).toEqual(['d/x/', 'd/y/']);
    expect(list.Contents?.map((each) => each.Key)).toEqual(['d/z']);
  });

  it('copies, deletes one and many', async () => {
    await put('from', 'x');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    expect(String(await get('to'))).toBe('x');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'from' }));
    await expect(get('from')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'to' }] } }));
    await expect(get('to')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('puts parts together', async () => {
    const parts = [Buffer.alloc(5 << 20, 'A'), Buffer.alloc(100, 'C')];
    const Key = 'parts';
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts = [];
    for (const [i, Body] of parts.entries()) {
      const part = { Bucket, Key, UploadId, PartNumber: i + 1 };
      const url = await getSignedUrl(s3, new UploadPartCommand(part));
      const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(Body) });
      Parts.push({ PartNumber: i + 1, ETag: answer.headers.get('etag') ?? '' });
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect((await get(Key)).equals(Buffer.concat(parts))).toBe(true);
    const other = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'never' }));
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'never', UploadId: other.UploadId }));
    await expect(get('never')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('presigned addresses', () => {
  it('uploads and downloads under another name', async () => {
    const up = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'p/1', ContentType: 'text/csv' }), {
      expiresIn: 60,
    });
    const stored = await fetch(up, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/csv' } });
    expect(stored.status).toBe(200);
    const disposition =
      `attachment; filename="größe 1.csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe%201.csv`.replace(
        'größe',
        'groesse',
      );
    const command = new GetObjectCommand({ Bucket, Key: 'p/1', ResponseContentDisposition: disposition });
    const answer = await fetch(await getSignedUrl(s3, command));
    expect(await answer.text()).toBe('a,b');
    expect(answer.headers.get('content-disposition')).toBe(disposition);
    expect(answer.headers.get('content-type')).toBe('text/csv');
  });

  it('carries metadata in the address', async () => {
    const url = await getSignedUrl(
      s3,
      new PutObjectCommand({ Bucket, Key: 'p/meta', Metadata: { owner: '42' } }),
    );
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'p/meta' }));
    expect(head.Metadata).toEqual({ owner: '42' });
  });

  it.each([
    ['another key', (url: URL) => (url.pathname = url.pathname.replace('p/2', 'p/3'))],
    ['a longer life', (url: URL) => url.searchParams.set('X-Amz-Expires', '90000')],
    ['another file name', (url: URL) => url.searchParams.set('response-content-disposition', 'inline')],
    ['another signature', (url: URL) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64))],
  ])('refuses %s', async (_what, change) => {
    await put('p/2');
    const url = new URL(
      await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'p/2' }), { expiresIn: 60 }),
    );
    expect((await fetch(url)).status).toBe(200);
    change(url);
    const answer = await fetch(url);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('refuses another method, and a header that was not signed', async () => {
    await put('p/4');
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'p/4' }));
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    const upload = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'p/4' }));
    const answer = await fetch(upload, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-amz-copy-source': `${Bucket}/p/2` },
    });
    expect(answer.status).toBe(403);
    expect(String(await get('p/4'))).toBe('text');
  });

  it('expires', async () => {
    await put('p/5');
    const options = { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) };
    const answer = await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'p/5' }), options));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Request has expired');
  });
});

describe('what it refuses', () => {
  it.each([
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch', 403],
    ['an unknown key', { accessKeyId: 'AKIAUNKNOWN' }, 'InvalidAccessKeyId', 403],
    ['another region', { region: 'eu-west-2' }, 'AuthorizationHeaderMalformed', 400],
  ])('%s', async (_what, change, name, status) => {
    const wrong = client(change).send(new PutObjectCommand({ Bucket, Key: 'no', Body: 'x' }));
    await expect(wrong).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  it('nobody in particular', async () => {
    const answer = await fetch(`${service.env.S3_HOT_ENDPOINT}/${Bucket}/files/a`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
    const form = await fetch(`${service.env.S3_HOT_ENDPOINT}/${Bucket}`, {
      method: 'POST',
      body: new FormData(),
    });
    expect(form.status).toBe(403);
  });

  it('a body that is not what was announced, and keeps nothing of it', async () => {
    const wrong = {
      Bucket,
      Key: 'altered',
      Body: 'text',
      ContentMD5: createHash('md5').update('t').digest('base64'),
    };
    await expect(s3.send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: 'BadDigest' });
    const ChecksumSHA256 = createHash('sha256').update('t').digest('base64');
    const sum = new PutObjectCommand({ Bucket, Key: 'altered', Body: 'text', ChecksumSHA256 });
    await expect(s3.send(sum)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(get('altered')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('a body changed after it was signed', async () => {
    const tampering = client();
    tampering.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: unknown }).body = 'evil';
        return next(args);
      },
      { step: 'deserialize' },
    );
    const altered = tampering.send(new PutObjectCommand({ Bucket, Key: 'evil', Body: 'good' }));
    await expect(altered).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
  });

  it('keys that are no names of their own, in the address and in a body', async () => {
    for (const key of ['../../../outside', 'a/../b', 'a//b', 'a/./b', 'a/']) {
      await expect(put(key)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    }
    const outside = join(dir, 'secret-key.data');
    writeFileSync(outside, 'x');
    const Delete = { Objects: [{ Key: '../../../secret-key' }] };
    await expect(s3.send(new DeleteObjectsCommand({ Bucket, Delete }))).rejects.toThrow();
    expect(readFileSync(outside, 'utf8')).toBe('x');
  });

  it('what it does not provide, instead of doing something else', async () => {
    await put('tags', 'x');
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
    const tag = s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'tags', Tagging }));
    await expect(tag).rejects.toMatchObject({ name: 'NotImplemented' });
    const tags = s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tags' }));
    await expect(tags).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(String(await get('tags'))).toBe('x');
  });

  it('an upload that breaks off', async () => {
    const url = new URL(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'half' })));
    await new Promise<void>((resolve) => {
      const upload = request(url, { method: 'PUT', headers: { 'content-length': 1000 } });
      upload.on('error', () => resolve());
      upload.write('half', () => setTimeout(() => upload.destroy(new Error('gone')), 50));
    });
    await expect(get('half')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('browsers', () => {
  it('may ask before they send, and read the ETag', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'cors' }));
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
    const denied = await fetch(`${service.env.S3_HOT_ENDPOINT}/${Bucket}/cors`, { headers: { origin } });
    expect(denied.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a restart', () => {
  it('keeps address, keys and objects, and sets aside what a kill left half-written', async () => {
    await put('kept', 'kept');
    await put('torn', 'torn');
    const before = service.env;
    await service.stop();
    writeFileSync(join(dir, 'objects', 'buckets', Bucket, 'objects', 'torn.meta.json'), '{"key":"to');
    service = await start();
    expect(service.env).toEqual(before);
    expect(String(await get('kept'))).toBe('kept');
    await expect(get('torn')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(lines.join('\n')).toContain('torn.meta.json was left half-written');
  });
});
