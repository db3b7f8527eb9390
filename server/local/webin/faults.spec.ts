import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sample } from '../../../test/factories/webin-xml.ts';
import { ADD, set, Trial } from './webin.trial.ts';

const trial = new Trial();
beforeAll(() => trial.start());
afterAll(() => trial.end());
afterEach(() => trial.control('DELETE', 'faults'));

let count = 0;
const fresh = () => `f${++count}`;
const fail = (fault: object) => trial.control('POST', 'faults', fault);
const send = (alias: string) => trial.text(ADD, set('SAMPLE', sample(alias)));
const isThere = async (alias: string) => (await trial.objects()).some((object) => object.alias === alias);

describe('faults', () => {
  it.each([
    ['disconnect_before', false],
    ['disconnect_after', true],
    ['reset_before', false],
    ['reset_after', true],
    ['partial_after', true],
  ])('%s breaks the connection: registered %s', async (kind, expected) => {
    await fail({ kind, on: 'submit' });
    const alias = fresh();
    await expect(send(alias)).rejects.toThrow();
    expect(await isThere(alias)).toBe(expected);
    expect(await send(fresh())).toContain('success="true"');
  });

  it('answers with the status that was asked for', async () => {
    await fail({ kind: 'error_after', on: 'report', status: 502 });
    expect((await trial.call('report/samples')).status).toBe(502);
    expect((await trial.call('report/samples')).status).toBe(200);
  });

  it('spoils receipts', async () => {
    await fail({ kind: 'failure_without_error', on: 'submit' });
    const receipt = await send(fresh());
    expect(receipt).toContain('success="false"');
    expect(receipt).not.toContain('<ERROR>');
    await fail({ kind: 'clock_off', on: 'submit' });
    const aDay = 86_400_000;
    const sent = Date.now();
    const [, date = ''] = /receiptDate="([^"]+)"/.exec(await send(fresh())) ?? [];
    expect(Date.parse(date)).toBeGreaterThanOrEqual(sent - aDay);
    expect(Date.parse(date)).toBeLessThanOrEqual(Date.now() - aDay);
  });

  it('come after as many requests as was asked, as often as was asked', async () => {
    await fail({ kind: 'throttled', on: 'report', after: 2, count: 2 });
    const statuses = [];
    for (let n = 0; n < 6; n++) statuses.push((await trial.call('report/runs')).status);
    expect(statuses).toEqual([200, 200, 429, 429, 200, 200]);
  });

  it('at random are the same for the same seed', async () => {
    const series = async (seed: number) => {
      await trial.control('DELETE', 'faults');
      await fail({ kind: 'throttled', on: 'report', count: 1000, chance: 0.4, seed });
      let told = '';
      for (let n = 0; n < 40; n++) told += (await trial.call('report/runs')).status === 429 ? 'x' : '.';
      return told;
    };
    const [first, second, other] = [await series(7), await series(7), await series(8)];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(first.split('x').length - 1).toBeGreaterThan(5);
    expect(first.split('.').length - 1).toBeGreaterThan(5);
    const happened = (await trial.control('GET', 'faults/happened')) as { kind: string; times: number }[];
    expect(happened.find(({ kind }) => kind === 'throttled')?.times).toBeGreaterThan(10);
  });

  it.each([
    { kind: 'slow', chance: 2 },
    { kind: 'slow', seed: -1 },
    { kind: 'error_after', status: 200 },
    { kind: 'slow', after: 0.5 },
  ])('are checked: %o', async (fault) => {
    await expect(fail(fault)).rejects.toThrow(/./);
  });
});

describe('settings', () => {
  it.each(
    [
      [],
      null,
      { isTestService: 1 },
      { queueDelayMs: -1 },
      { toString: 1 },
      { mandatoryFields: { a: 'b' } },
      { publicElsewhere: [1] },
      { processingError: 1 },
    ].map((change) => ({ change })),
  )('are checked: %j', async ({ change }) => {
    await expect(trial.control('POST', 'settings', change)).rejects.toThrow(/./);
  });

  it('can make it a service like production', async () => {
    await trial.control('POST', 'settings', { isTestService: false });
    expect(await send(fresh())).not.toContain('TEST');
    await trial.control('DELETE', 'settings');
    expect(await send(fresh())).toContain('TEST');
  });
});
