// Files on their way to the upload area: large ones, broken ones, those of killed workers, and many at once.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { FtpsUploadArea } from '../../server/src/ena/uploads/ftps-upload-area.client.ts';
import { EnaTransfers } from '../../server/src/ena/uploads/transfers.service.ts';
import { UploadError } from '../../server/src/ena/uploads/upload.error.ts';
import { take } from '../../server/src/ena/uploads/upload-rows.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { md5Of, Sender } from '../factories/files.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { Desk } from '../factories/submissions.ts';
import { waitingUploads } from '../factories/uploads.ts';
import { Killed, mortal } from '../factories/task-run.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let depositor: Desk;
let sender: Sender;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  sender = new Sender(app, depositor.as);
});
afterEach(() => sandbox.heal());

function area(change: { ca?: string; password?: string } = {}): FtpsUploadArea {
  const { ENA_UPLOAD_URL = '', ENA_UPLOAD_CA_FILE = '', ...account } = sandbox.running.env;
  const { hostname: host, port } = new URL(ENA_UPLOAD_URL);
  const { ENA_USERNAME: username = '', ENA_PASSWORD: password = '' } = account;
  const ca = readFileSync(ENA_UPLOAD_CA_FILE, 'utf8');
  return new FtpsUploadArea({
    host,
    port: Number(port),
    isImplicitTls: false,
    username,
    password,
    ca,
    ...change,
  });
}

const options = (resume = false, onProgress: (bytes: number) => void = () => undefined) => ({
  resume,
  onProgress,
  signal: new AbortController().signal,
});

/** Bytes that differ from place to place, made as they are read. */
function* generated(size: number, start = 0): Generator<Buffer> {
  const block = 65_536;
  for (let at = start; at < size;) {
    const whole = Buffer.alloc(block, String(Math.floor(at / block)));
    const piece = whole.subarray(at % block, Math.min(block, size - at + (at % block)));
    yield piece;
    at += piece.length;
  }
}

function md5OfGenerated(size: number): string {
  const hash = createHash('md5');
  for (const piece of generated(size)) hash.update(piece);
  return hash.digest('hex');
}

const stored = (path: string): Buffer => readFileSync(join(sandbox.uploads, path));

/** As the task does: what did not arrive whole is sent once more. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (let left = 3; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !(error instanceof UploadError) || error.failure !== 'incomplete') throw error;
    }
  }
}

describe('a file of 200 MB', () => {
  it('passes through little memory, and goes on where it broke', async () => {
    const size = 200_000_000;
    const upload = { path: 'big/a.bam', size, md5: md5OfGenerated(size) };
    const starts: number[] = [];
    const open = async (start: number) => {
      starts.push(start);
      // The first time our own store breaks off half-way.
      const pieces = generated(starts.length === 1 ? size / 2 : size, start);
      const broken = starts.length === 1;
      return Readable.from(
        (async function* () {
          yield* pieces;
          if (broken) throw new Error('the store broke off');
        })(),
      );
    };
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    let furthest = 0;
    const note = (bytes: number) => {
      peak = Math.max(peak, process.memoryUsage().rss);
      furthest = bytes;
    };
    await expect(area().put(upload, open, options(false, note))).rejects.toThrow('the store broke off');
    await persistently(() => area().put(upload, open, options(true, note)));
    expect(starts[0]).toBe(0);
    expect(starts[1]).toBeGreaterThan(size / 10);
    expect(furthest).toBeLessThanOrEqual(size);
    expect(peak - before).toBeLessThan(120_000_000);
    const hash = createHash('md5').update(stored(upload.path)).digest('hex');
    expect(hash).toBe(upload.md5);
    expect(stored(`${upload.path}.md5`).toString()).toBe(`${upload.md5}  a.bam\n`);
  });
});

describe('the upload area', () => {
  const bytes = Buffer.from('ACGT'.repeat(1_000));
  const upload = { path: 'SUB-9/x y/r (1).fastq.gz', size: bytes.length, md5: md5Of(bytes) };
  const open = async (start: number) => Readable.from([bytes.subarray(start)]);

  it('gets the whole file anew where what is there is not known, or is too long', async () => {
    const longer = Buffer.alloc(bytes.length + 7, 'x');
    await area().put({ ...upload, size: longer.length }, async () => Readable.from([longer]), options());
    await area().put(upload, open, options(true));
    expect(stored(upload.path)).toEqual(bytes);
    const other = Buffer.alloc(bytes.length / 2, 'x');
    await area().put({ ...upload, size: other.length }, async () => Readable.from([other]), options());
    await area().put(upload, open, options(false));
    expect(stored(upload.path)).toEqual(bytes);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 'login'],
    ['a certificate that nobody vouches for', { ca: undefined as unknown as string }, 'certificate'],
  ])('is not entered with %s', async (_what, change, failure) => {
    const error = await area(change)
      .put(upload, open, options())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UploadError);
    expect(error).toMatchObject({ failure });
  });

  it('is left when the work is called off', async () => {
    const stop = new AbortController();
    const endless = async () =>
      Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(10_000);
        })(),
      );
    const work = area().put({ ...upload, size: 1e12 }, endless, {
      ...options(),
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(work).rejects.toThrow();
  });
});

const waiting = (count: number) => waitingUploads(app, depositor, sender, count);

describe('a transfer', () => {
  it('goes on when its worker was killed at any step', async () => {
    const [whole] = (await waiting(1)).ids;
    const { run, steps } = mortal();
    await app.get(EnaTransfers).run(whole!, run);
    expect(steps()).toBeGreaterThanOrEqual(2);
    for (let at = 1; at <= steps(); at++) {
      const { ids, contents } = await waiting(1);
      await expect(app.get(EnaTransfers).run(ids[0]!, mortal(at).run)).rejects.toThrow(Killed);
      await app.get(EnaTransfers).run(ids[0]!, mortal().run);
      // One that comes late does nothing.
      await app.get(EnaTransfers).run(ids[0]!, mortal().run);
      for (const [path, content] of contents) expect(stored(path).toString()).toBe(content);
      const sent = await app
        .get(DataSource)
        .query(
          `SELECT count(*)::int FROM audit_events WHERE action = 'ena_upload.send' AND target_id = $1`,
          ids,
        );
      expect(sent).toEqual([{ count: 1 }]);
    }
  });

  it('waits for its turn: two at a time, and the place of a silent worker is free again', async () => {
    const { ids } = await waiting(3);
    const [one, two, three] = ids as [string, string, string];
    const uow = app.get(UnitOfWork);
    const taken = await Promise.all([one, two, three].map((id) => uow.run((tx) => take(tx, id))));
    const isFull = (row: (typeof taken)[number]) => row !== undefined && 'waiting' in row;
    expect(taken.filter(isFull)).toEqual([{ waiting: 3 }]);
    const late = ids[taken.findIndex(isFull)]!;
    await expect(app.get(EnaTransfers).run(late, mortal(99).run)).rejects.toThrow(Postponed);
    await app
      .get(DataSource)
      .query(`UPDATE ena_uploads SET held_until = now() - interval '1 s' WHERE id = $1`, [
        ids.find((id) => id !== late),
      ]);
    await app.get(EnaTransfers).run(late, mortal(99).run);
    const [row] = await app.get(DataSource).query('SELECT status FROM ena_uploads WHERE id = $1', [late]);
    expect(row).toEqual({ status: 'sent' });
  });
});
