// What is asked of the store for an archive: in parts where it is large, locked where the bucket can.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { Config } from '../../platform/config/config.ts';
import { ArchiveStore } from './archive-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const config = {
  AUDIT_EXPORT_BUCKET: 'cold',
  AUDIT_EXPORT_PREFIX: 'log/',
  AUDIT_EXPORT_ENDPOINT: 'http://127.0.0.1:1',
  S3_HOT_REGION: 'eu',
  S3_HOT_ACCESS_KEY_ID: 'x',
  S3_HOT_SECRET_ACCESS_KEY: 'x',
  AUDIT_HEADS_LOCK_MODE: 'COMPLIANCE',
  AUDIT_HEADS_LOCK_DAYS: 10,
} as unknown as Config;

type Command = { constructor: { name: string }; input: Record<string, unknown> };
type Answers = Record<string, (input: Record<string, unknown>, signal: AbortSignal) => unknown>;
const failing = (name: string) => () => {
  throw Object.assign(new Error(name), { name });
};
const withLock = { GetObjectLockConfiguration: () => lockOf('Enabled') };
const lockOf = (ObjectLockEnabled: string) => ({ ObjectLockConfiguration: { ObjectLockEnabled } });

/** A store that answers as told, and notes what it was asked. */
class Store extends ArchiveStore {
  protected override readonly partBytes = 10;
  readonly asked: [name: string, input: Record<string, unknown>][] = [];

  constructor(answers: Answers = {}) {
    super(config);
    const send = async ({ constructor, input }: Command, { abortSignal }: { abortSignal: AbortSignal }) => {
      const name = constructor.name.replace(/Command$/, '');
      this.asked.push([name, input]);
      abortSignal.throwIfAborted();
      return (await answers[name]?.(input, abortSignal)) ?? {};
    };
    Object.assign(this, { client: { send, destroy: () => undefined } });
  }

  of(name: string) {
    return this.asked.filter(([each]) => each === name).map(([, input]) => input);
  }
}
function fileOf(bytes: number): string {
  const path = join(folder, `${bytes}`);
  writeFileSync(path, Buffer.alloc(bytes, 'abcdefghijklmnopqrstuvwxyz'));
  return path;
}
const inParts: Answers = {
  CreateMultipartUpload: () => ({ UploadId: 'u' }),
  UploadPart: ({ PartNumber }) => ({ ETag: `e${PartNumber}`, ChecksumCRC32: `c${PartNumber}` }),
};
const days = (input: Record<string, unknown> = {}) =>
  Math.round(((input['ObjectLockRetainUntilDate'] as Date).getTime() - Date.now()) / 86_400_000);

describe('an archive', () => {
  it('is sent at once up to the size of a part, and else in parts that name their checksums', async () => {
    const small = new Store();
    await small.put('k', fileOf(10));
    expect(small.asked.map(([name]) => name)).toEqual(['GetObjectLockConfiguration', 'PutObject']);
    const large = new Store(inParts);
    const begun: [string, number][] = [];
    await large.put('k', fileOf(25), {
      begun: async (id) => void begun.push([id, large.of('UploadPart').length]),
    });
    expect(begun).toEqual([['u', 0]]);
    expect(large.of('UploadPart').map(({ PartNumber, Body }) => [PartNumber, String(Body)])).toEqual([
      [1, 'abcdefghij'],
      [2, 'klmnopqrst'],
      [3, 'uvwxy'],
    ]);
    const numbers = [1, 2, 3].map((n) => ({ PartNumber: n, ETag: `e${n}`, ChecksumCRC32: `c${n}` }));
    expect(large.of('CompleteMultipartUpload')).toEqual([
      { Bucket: 'cold', Key: 'k', UploadId: 'u', MultipartUpload: { Parts: numbers } },
    ]);
  });

  it.each([
    ['the bucket has a lock', withLock, true],
    ['nobody may ask', { GetObjectLockConfiguration: failing('AccessDenied') }, true],
    ['the bucket has none', { GetObjectLockConfiguration: () => lockOf('Disabled') }, false],
    ['none was set', { GetObjectLockConfiguration: failing('ObjectLockConfigurationNotFoundError') }, false],
    ['the store knows none', { GetObjectLockConfiguration: failing('NotImplemented') }, false],
  ] as const)(
    'is locked for as long as heads are, at once and in parts: %s',
    async (_, answers, isLocked) => {
      const store = new Store({ ...inParts, ...answers });
      await store.put('k', fileOf(10));
      await store.put('k', fileOf(25));
      for (const [input] of [store.of('PutObject'), store.of('CreateMultipartUpload')]) {
        expect(input?.['ObjectLockMode']).toBe(isLocked ? 'COMPLIANCE' : undefined);
        if (isLocked) expect(days(input)).toBe(10);
      }
    },
  );

  it('is not put where nobody knows whether it would be locked', async () => {
    const store = new Store({ GetObjectLockConfiguration: failing('InternalError') });
    await expect(store.put('k', fileOf(10))).rejects.toThrow('InternalError');
    expect(store.of('PutObject')).toEqual([]);
  });

  it('whose sending fails, or is given up, leaves no parts', async () => {
    const full = new Store({ ...inParts, UploadPart: failing('full') });
    await expect(full.put('k', fileOf(25))).rejects.toThrow('full');
    expect(full.of('AbortMultipartUpload')).toEqual([{ Bucket: 'cold', Key: 'k', UploadId: 'u' }]);
    const given = new AbortController();
    const upTo = new Store({ ...inParts, UploadPart: () => given.abort(new Error('given up')) });
    await expect(upTo.put('k', fileOf(25), { signal: given.signal })).rejects.toThrow('given up');
    expect(upTo.of('UploadPart')).toHaveLength(2); // the second was refused
    expect(upTo.of('AbortMultipartUpload')).toHaveLength(1);
    expect(upTo.of('CompleteMultipartUpload')).toEqual([]);
  });

  it('is read until the signal says otherwise, and told where nothing comes', async () => {
    const text = () => ({ Body: Readable.from([Buffer.from('ab'), Buffer.from('c')]) });
    expect(await new Store({ GetObject: text }).hashOf('cold', 'k')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(await new Store({ GetObject: failing('NoSuchKey') }).hashOf('cold', 'k')).toBeUndefined();
    const endless = () => ({ Body: new Readable({ read: () => undefined }) });
    const given = new AbortController();
    const reading = new Store({ GetObject: endless }).hashOf('cold', 'k', given.signal);
    given.abort(new Error('given up'));
    await expect(reading).rejects.toThrow('given up');
    class Impatient extends Store {
      protected override readonly patienceMs = 20;
    }
    await expect(new Impatient({ GetObject: endless }).hashOf('cold', 'k')).rejects.toThrow('sent nothing');
  });
});

describe('a file that nobody needs', () => {
  const lying = (more: object) => ({ HeadObject: () => ({ ContentLength: 1, ...more }) });

  it('goes, the version that lies there, with parts that were sent of it', async () => {
    const store = new Store({
      ...lying({ VersionId: 'v', ObjectLockRetainUntilDate: new Date(Date.now() - 1_000) }),
    });
    expect(await store.remove({ bucket: 'cold', key: 'k', uploadId: 'u' })).toBe('removed');
    expect(store.of('DeleteObject')).toEqual([{ Bucket: 'cold', Key: 'k', VersionId: 'v' }]);
    expect(store.of('AbortMultipartUpload')).toEqual([{ Bucket: 'cold', Key: 'k', UploadId: 'u' }]);
  });

  it('stays as long as a lock keeps it', async () => {
    const until = new Date(Date.now() + 60_000);
    const store = new Store(lying({ ObjectLockRetainUntilDate: until }));
    expect(await store.remove({ bucket: 'cold', key: 'k' })).toEqual({ lockedUntil: until });
    expect(store.of('DeleteObject')).toEqual([]);
  });

  it('may be gone already', async () => {
    const store = new Store({
      HeadObject: failing('NotFound'),
      AbortMultipartUpload: failing('NoSuchUpload'),
    });
    expect(await store.remove({ bucket: 'cold', key: 'k', uploadId: 'u' })).toBe('was not there');
    expect(store.of('DeleteObject')).toEqual([]);
  });
});
