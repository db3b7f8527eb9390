import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BinaryRows } from './binary-rows.ts';

function written(rows: readonly (readonly Uint8Array[])[]): Buffer {
  const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  const number = (value: number, bytes: number) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeIntBE(value, 0, bytes);
    return buffer;
  };
  const body = rows.flatMap((fields) => [
    number(fields.length, 2),
    ...fields.flatMap((field) => [number(field.length, 4), Buffer.from(field)]),
  ]);
  return Buffer.concat([header, ...body, number(-1, 2)]);
}

it('reads rows however they are cut into pieces', async () => {
  const table = fc.array(fc.tuple(fc.uint8Array({ maxLength: 30 }), fc.uint8Array({ maxLength: 5 })), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(table, fc.array(fc.nat(), { maxLength: 12 }), async (rows, cuts) => {
      const bytes = written(rows);
      const at = [0, ...cuts.map((cut) => cut % bytes.length), bytes.length].sort((a, b) => a - b);
      const pieces = at.slice(1).map((to, index) => Buffer.from(bytes.subarray(at[index], to)));
      const read: string[][] = [];
      const reader = new BinaryRows(Readable.from(pieces.filter((piece) => piece.length > 0)), 2);
      const here = () =>
        [0, 1].map((field) => reader.bytes.toString('hex', reader.at[2 * field], reader.at[2 * field + 1]));
      for (await reader.load(); reader.has; await reader.load()) {
        const { place } = reader;
        read.push(here());
        reader.next();
        if (!reader.has || read.length % 2 === 0) continue;
        reader.back(place);
        expect(here()).toEqual(read.at(-1));
        reader.next();
      }
      expect(reader.count).toBe(read.length);
      expect(read).toEqual(rows.map((row) => row.map((field) => Buffer.from(field).toString('hex'))));
    }),
  );
});

it('refuses rows of another shape', async () => {
  const reading = async () => {
    await new BinaryRows(Readable.from([written([[new Uint8Array(1)]])]), 2).load();
  };
  await expect(reading()).rejects.toThrow(/1 fields where 2/);
});
