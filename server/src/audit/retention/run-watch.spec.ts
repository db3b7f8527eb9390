import { expect, it } from 'vitest';
import type { RetentionRunView } from './retention.contract.ts';
import { ended } from './run-watch.ts';

const at = '2026-11-21T10:00:00.000Z';
const runIn = (state: RetentionRunView['state']): RetentionRunView => ({
  id: 'x',
  requestedBy: 'x',
  requestedAt: at,
  finishedAt: ['waiting', 'running'].includes(state) ? null : at,
  state,
  months: [],
  says: null,
  reasons: {},
});
/** A run that is in one state after another, each for so many looks, and in the last one for ever. */
async function watched(...states: [RetentionRunView['state'], looks: number][]) {
  const looks = states.flatMap(([state, count]) => Array.from({ length: count }, () => runIn(state)));
  let ms = 0;
  const run = await ended(runIn('waiting'), {
    look: async () => (looks.length > 1 ? looks.shift() : looks[0]),
    pause: async (more) => (ms += more),
  });
  return { state: run.state, ms };
}

it('gives up on a run that no worker takes for a minute', async () => {
  expect(await watched(['waiting', 1])).toEqual({ state: 'waiting', ms: 60_000 });
});

it('waits for as long as a worker runs it', async () => {
  expect(await watched(['waiting', 100], ['running', 10_000], ['done', 1])).toMatchObject({ state: 'done' });
});

it('waits anew when the run waits for another worker', async () => {
  const { state } = await watched(
    ['waiting', 100],
    ['running', 1],
    ['waiting', 100],
    ['running', 1],
    ['failed', 1],
  );
  expect(state).toBe('failed');
});

it('tells at once of a run that has ended', async () => {
  expect(await ended(runIn('done'), { look: () => Promise.reject(new Error('not asked')) })).toEqual(
    runIn('done'),
  );
});
