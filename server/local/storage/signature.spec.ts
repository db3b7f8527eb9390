import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, TestStore } from './testing.ts';

const store = new TestStore();
beforeAll(() => store.start());
afterAll(() => store.remove());

describe('presigned addresses', () => {
  it('uploads and downloads under another name', async () => {
    const up = await getSignedUrl(
      store.s3,
      new PutObjectCommand({ Bucket, Key: 'p/1', ContentType: 'text/csv' }),
      {
        expiresIn: 60,
      },
    );
    const stored = await fetch(up, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/csv' } });
    expect(stored.status).toBe(200);
    const disposition =
      `attachment; filename="größe 1.csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe%201.csv`.replace(
        'größe',
        'groesse',
      );
    const command = new GetObjectCommand({ Bucket, Key: 'p/1', ResponseContentDisposition: disposition });
    const answer = await fetch(await getSignedUrl(store.s3, command));
    expect(await answer.text()).toBe('a,b');
    expect(answer.headers.get('content-disposition')).toBe(disposition);
    expect(answer.headers.get('content-type')).toBe('text/csv');
  });

  it('carries metadata in the address', async () => {
    const url = await getSignedUrl(
      store.s3,
      new PutObjectCommand({ Bucket, Key: 'p/meta', Metadata: { owner: '42' } }),
    );
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200);
    const head = await store.s3.send(new HeadObjectCommand({ Bucket, Key: 'p/meta' }));
    expect(head.Metadata).toEqual({ owner: '42' });
  });

  it.each([
    ['another key', (url: URL) => (url.pathname = url.pathname.replace('p/2', 'p/3'))],
    ['a longer life', (url: URL) => url.searchParams.set('X-Amz-Expires', '90000')],
    ['another file name', (url: URL) => url.searchParams.set('response-content-disposition', 'inline')],
    ['another signature', (url: URL) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64))],
  ])('refuses %s', async (_what, change) => {
    await store.put('p/2');
    const url = new URL(
      await getSignedUrl(store.s3, new GetObjectCommand({ Bucket, Key: 'p/2' }), { expiresIn: 60 }),
    );
    expect((await fetch(url)).status).toBe(200);
    change(url);
    const answer = await fetch(url);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('refuses another method, and a header that was not signed', async () => {
    await store.put('p/4');
    const url = await getSignedUrl(store.s3, new GetObjectCommand({ Bucket, Key: 'p/4' }));
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    const upload = await getSignedUrl(store.s3, new PutObjectCommand({ Bucket, Key: 'p/4' }));
    const answer = await fetch(upload, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-amz-copy-source': `${Bucket}/p/2` },
    });
    expect(answer.status).toBe(403);
    expect(String(await store.get('p/4'))).toBe('text');
  });

  it('expires', async () => {
    await store.put('p/5');
    const options = { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) };
    const answer = await fetch(
      await getSignedUrl(store.s3, new GetObjectCommand({ Bucket, Key: 'p/5' }), options),
    );
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
    const wrong = store.client(change).send(new PutObjectCommand({ Bucket, Key: 'no', Body: 'x' }));
    await expect(wrong).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  it('nobody in particular', async () => {
    const answer = await fetch(`${store.endpoint}/${Bucket}/files/a`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
    const form = await fetch(`${store.endpoint}/${Bucket}`, {
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
    await expect(store.s3.send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: 'BadDigest' });
    const ChecksumSHA256 = createHash('sha256').update('t').digest('base64');
    const sum = new PutObjectCommand({ Bucket, Key: 'altered', Body: 'text', ChecksumSHA256 });
    await expect(store.s3.send(sum)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(store.get('altered')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('a body changed after it was signed', async () => {
    const tampering = store.client();
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
      await expect(store.put(key)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    }
    const outside = join(store.dir, 'secret-key.data');
    writeFileSync(outside, 'x');
    const Delete = { Objects: [{ Key: '../../../secret-key' }] };
    await expect(store.s3.send(new DeleteObjectsCommand({ Bucket, Delete }))).rejects.toThrow();
    expect(readFileSync(outside, 'utf8')).toBe('x');
  });

  it('what it does not provide, instead of doing something else', async () => {
    await store.put('tags', 'x');
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
    const tag = store.s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'tags', Tagging }));
    await expect(tag).rejects.toMatchObject({ name: 'NotImplemented' });
    const tags = store.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tags' }));
    await expect(tags).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(String(await store.get('tags'))).toBe('x');
  });

  it('an upload that breaks off', async () => {
    const url = new URL(await getSignedUrl(store.s3, new PutObjectCommand({ Bucket, Key: 'half' })));
    await new Promise<void>((resolve) => {
      const upload = request(url, { method: 'PUT', headers: { 'content-length': 1000 } });
      upload.on('error', () => resolve());
      upload.write('half', () => setTimeout(() => upload.destroy(new Error('gone')), 50));
    });
    await expect(store.get('half')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
