import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import type { Connection } from 'pg';
import { expect, it } from 'vitest';
import { CopyMessages, CopyStream } from './copy-stream.ts';

function message(code: string, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + bytes.length);
  return Buffer.concat([Buffer.from(code), length, bytes]);
}

type Message = readonly [code: string, content: Uint8Array];

const wired = (messages: readonly Message[]) =>
  Buffer.concat(messages.map(([code, content]) => message(code, content)));

const rowsOf = (messages: readonly Message[]) =>
  Buffer.concat(messages.flatMap(([code, content]) => (code === 'd' ? [content] : [])));

const anyMessages = fc.array(
  fc.tuple(fc.constantFrom('d', 'd', 'd', 'H', 'N', 'S', 'A'), fc.uint8Array({ maxLength: 40 })),
  { maxLength: 30 },
);

/** In pieces of these lengths, again and again. */
function piecesOf(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const length = lengths[pieces.length % lengths.length] ?? 1;
    pieces.push(Buffer.from(bytes.subarray(from, from + length)));
    from += length;
  }
  return pieces;
}

const anyLengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
const after = Buffer.concat([message('c', ''), message('C', 'COPY 3\0'), message('Z', 'I')]);

it('takes the rows out of however the messages are cut, and leaves what follows them', () => {
  fc.assert(
    fc.property(anyMessages, anyLengths, (messages, lengths) => {
      const reader = new CopyMessages();
      const rows: Buffer[] = [];
      const left: Buffer[] = [];
      for (const piece of piecesOf(Buffer.concat([wired(messages), after]), lengths)) {
        if (left.length > 0) left.push(piece);
        else {
          const { length, rest } = reader.stripped(piece);
          rows.push(piece.subarray(0, length));
          if (rest) left.push(rest);
        }
      }
      expect(Buffer.concat(rows)).toEqual(rowsOf(messages));
      expect(Buffer.concat(left)).toEqual(after);
    }),
  );
});

/** A connection that pg reads: what pg is given it keeps, and tells the statement of its end. */
function copying(statement: string) {
  const stream = new PassThrough();
  const copy = new CopyStream(statement);
  const asked: string[] = [];
  let seen = Buffer.alloc(0);
  const isOver = () => seen.includes('COPY 3\0') || seen.includes('XX000');
  stream.on('data', (bytes: Buffer) => {
    const wasOver = isOver();
    seen = Buffer.concat([seen, bytes]);
    if (wasOver || !isOver()) return;
    if (seen[0] === 'E'.charCodeAt(0)) copy.handleError(new Error('XX000'));
    else copy.handleCommandComplete({ text: 'COPY 3' });
  });
  copy.submit({ stream, query: (text: string) => asked.push(text) } as unknown as Connection);
  return { stream, copy, asked, seen: () => seen };
}

it('is a stream of the rows, and the connection is pg’s again at its end', async () => {
  await fc.assert(
    fc.asyncProperty(anyMessages, anyLengths, async (messages, lengths) => {
      const { stream, copy, asked, seen } = copying('COPY it');
      for (const piece of piecesOf(Buffer.concat([wired(messages), after]), lengths)) stream.write(piece);
      expect(await buffer(copy)).toEqual(rowsOf(messages));
      expect([copy.rowCount, asked]).toEqual([3, ['COPY it']]);
      stream.end('more');
      await new Promise((resolve) => stream.once('end', resolve));
      expect(seen().subarray(0, after.length)).toEqual(after);
      expect(seen().subarray(after.length).toString()).toBe('more');
    }),
    { numRuns: 50 },
  );
});

it('reads no further ahead than its reader', async () => {
  const { stream, copy } = copying('COPY it');
  const row = message('d', Buffer.alloc(60_000, 'x'));
  let written = 0;
  const isTaken = () => written < 100 && stream.write(Buffer.from(row), () => undefined);
  copy.read(0);
  while (isTaken()) {
    written += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(copy.readableLength).toBe(60_000);
  expect(written).toBeLessThan(10);
});

it('ends with the error that the server ends it with', async () => {
  const { stream, copy } = copying('COPY it');
  stream.write(Buffer.concat([message('H', ''), message('d', 'a row\n'), message('E', 'XX000\0')]));
  await expect(buffer(copy)).rejects.toThrow('XX000');
});
