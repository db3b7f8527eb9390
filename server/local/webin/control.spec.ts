import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebinService } from '../webin.ts';
import { startWebin } from '../webin.ts';

const dir = mkdtempSync(join(tmpdir(), 'webin-'));
let webin: WebinService;
beforeAll(async () => (webin = await startWebin({ dir, log: () => undefined })));
afterAll(async () => {
  await webin.stop();
  rmSync(dir, { recursive: true });
});

const faults = (body: string) => fetch(`${webin.url}/_control/faults`, { method: 'POST', body });

describe('the control endpoints', () => {
  it('take faults they know and give them back', async () => {
    expect(await (await faults('[{"kind":"slow","on":"poll","count":2,"delayMs":5}]')).json()).toEqual([
      { kind: 'slow', on: 'poll', count: 2, delayMs: 5 },
    ]);
    for (const bad of [
      '{"kind":"fire"}',
      '{"kind":"slow","on":"moon"}',
      '{"kind":"slow","count":0}',
      '[7]',
      'x',
    ]) {
      expect((await faults(bad)).status).toBe(400);
    }
    const cleared = await fetch(`${webin.url}/_control/faults`, { method: 'DELETE' });
    expect(await cleared.json()).toEqual([]);
    expect((await fetch(`${webin.url}/_control/other`)).status).toBe(404);
  });
});
