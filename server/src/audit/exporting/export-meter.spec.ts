import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { ExportMeter, Stalled } from './export-meter.ts';

it('passes everything on, and knows its length and hash', async () => {
  const chunks = [Buffer.from('id,action\n'), Buffer.from('ü,x\n')];
  const meter = new ExportMeter(1_000);
  const passed = buffer(Readable.from(chunks).pipe(meter));
  expect(Buffer.concat(chunks)).toEqual(await passed);
  expect(meter.bytes).toBe(15);
  expect(meter.sha256()).toBe(createHash('sha256').update('id,action\nü,x\n').digest('hex'));
});

it('fails when nobody reads', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(16_384);
    })(),
  );
  await expect(pipeline(endless, new ExportMeter(30), { end: true })).rejects.toThrow(Stalled);
});

it('fails when nothing comes', async () => {
  const silent = new Readable({ read: () => undefined });
  await expect(pipeline(silent, new ExportMeter(30))).rejects.toThrow(/nothing moved for 0.03 s/);
});
