// Which runs there are, whatever the clock, the workers and people do: one run of one turn.
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EnaRunEndings } from '../../server/src/ena/schedule/run-endings.service.ts';
import { EnaScheduleTurns } from '../../server/src/ena/schedule/schedule.turns.service.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { ScheduleDesk } from '../factories/schedule.ts';
import { useApp } from '../setup/app.ts';

/** Without a worker: looking is done here, and what begins stays where it is. */
const app = useApp();
let admin: ScheduleDesk;
let curator: ScheduleDesk;
beforeAll(async () => {
  admin = new ScheduleDesk(app, await app.person('admin'));
  curator = new ScheduleDesk(app, await app.person('curator'));
});

/** Each test has a week of its own. */
const start = new Date();
// From fifty days ago on, the days of all tests lie in months that the change log has room for.
start.setUTCDate(start.getUTCDate() - 50);
start.setUTCHours(12, 0, 0, 0);
let today = start.getTime();
const day = 86_400_000;
const noonOn = (offset: number) => new Date(today + offset * day);
const turnOn = (offset: number) => new Date(today + offset * day - 9 * 3_600_000).toISOString();
const at = (moment: Date) => app.get(Clock).standAt(moment);

beforeEach(async () => {
  await app.get(EnaRunEndings).endAbandoned();
  at(noonOn(0));
  // Another expression makes turns count from now.
  await admin.set({ cron: '1 3 * * *' });
  await admin.set({});
});
afterEach(async () => {
  await app.get(DataSource).query(`UPDATE tasks SET state = 'failed' WHERE name = 'ena.schedule-run'`);
  await app.get(EnaRunEndings).endAbandoned();
  today += 7 * day;
});
afterAll(() => app.get(Clock).standAt(undefined));

const look = () => app.get(EnaScheduleTurns).look();

async function runs(): Promise<string[][]> {
  const since = noonOn(0).toISOString();
  return (await curator.runs())
    .filter(({ plannedFor, origin }) => new Date(plannedFor) > new Date(since) || origin === 'person')
    .filter(({ plannedFor }) => new Date(plannedFor) >= new Date(since))
    .map(({ plannedFor, status, skipReason, origin }) => [
      new Date(plannedFor).toISOString(),
      origin === 'person' ? 'by hand' : (skipReason ?? status),
    ])
    .reverse();
}

async function tasks(): Promise<number> {
  const [row] = await app
    .get(DataSource)
    .query(`SELECT count(*)::int FROM tasks WHERE name = 'ena.schedule-run' AND state = 'ready'`);
  return row.count;
}

describe('a turn', () => {
  it('is run once by however many workers that look at once, again and again', async () => {
    expect(await look()).toBeUndefined();
    at(noonOn(1));
    const begun = await Promise.all(Array.from({ length: 12 }, look));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await look()).toBeUndefined();
    expect(await runs()).toEqual([[turnOn(1), 'running']]);
    expect(await tasks()).toBe(1);
  });

  it('is run once by a clock that jumps ahead, back, and comes there again', async () => {
    at(noonOn(2));
    expect(await look()).toBeDefined();
    at(noonOn(0));
    expect(await look()).toBeUndefined();
    await app.get(DataSource).query(`UPDATE tasks SET state = 'failed' WHERE name = 'ena.schedule-run'`);
    await app.get(EnaRunEndings).endAbandoned();
    for (const offset of [1, 2]) {
      at(noonOn(offset));
      expect(await look()).toBeUndefined();
    }
    at(noonOn(3));
    expect(await look()).toBeDefined();
    expect(await runs()).toEqual([
      [turnOn(1), 'missed'],
      [turnOn(2), 'failed'],
      [turnOn(3), 'running'],
    ]);
  });

  it('that was missed is made up once, for all that were', async () => {
    at(noonOn(5));
    expect(await look()).toBeDefined();
    expect(await runs()).toEqual([
      ...[1, 2, 3, 4].map((offset) => [turnOn(offset), 'missed']),
      [turnOn(5), 'running'],
    ]);
    expect(await tasks()).toBe(1);
  });

  it('that was missed too long ago is not made up', async () => {
    await admin.set({ makeUpHours: 8 });
    at(noonOn(1)); // nine hours after the turn
    expect(await look()).toBeUndefined();
    expect(await runs()).toEqual([[turnOn(1), 'missed']]);
  });

  it('on a skip day is none, and one that is moved is run on its day', async () => {
    const date = noonOn(1).toISOString().slice(0, 10);
    await admin.set({ skipDays: [{ date, label: 'Institute closed' }] });
    at(noonOn(1));
    expect(await look()).toBeUndefined();
    const [run] = await curator.runs();
    expect(run).toMatchObject({ skipReason: 'skip-day', note: `${date}: Institute closed`, batch: null });
  });

  it('waits for no earlier run: that one takes what there is', async () => {
    at(noonOn(1));
    await look();
    at(noonOn(2));
    expect(await look()).toBeUndefined();
    expect(await runs()).toEqual([
      [turnOn(1), 'running'],
      [turnOn(2), 'still-running'],
    ]);
  });

  it('before an expression was set does not count', async () => {
    at(noonOn(4));
    await admin.set({ cron: '30 2 * * *' });
    expect(await look()).toBeUndefined();
    expect(await runs()).toEqual([]);
  });
});

describe('a paused schedule', () => {
  it('runs nothing, says so, and makes nothing up afterwards', async () => {
    const paused = await curator.pause('ENA is moving');
    expect(paused.pause).toMatchObject({ reason: 'ENA is moving', by: { id: curator.as.id } });
    at(noonOn(1));
    expect(await look()).toBeUndefined();
    at(noonOn(3));
    expect((await admin.resume()).pause).toBeNull();
    expect(await look()).toBeUndefined();
    expect(await runs()).toEqual([[turnOn(1), 'paused']]);
    at(noonOn(4));
    expect(await look()).toBeDefined();
  });

  it('can be run by hand', async () => {
    await curator.pause();
    await curator.run();
    expect((await runs()).map(([, what]) => what)).toEqual(['by hand']);
    await curator.resume();
  });
});

it('of many who press the button at once one begins a run', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => curator.ask('POST', '/run', { body: { reason: 'Now' } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('ena.schedule_running');
  expect(await tasks()).toBe(1);
});

it('a run whose task has failed for good ends, and tells of it', async () => {
  await admin.set({ mailTo: { roles: [], addresses: ['ena-team@example.org'] } });
  const { id } = await curator.run();
  await app.get(DataSource).query(`UPDATE tasks SET state = 'failed' WHERE payload ->> 'runId' = $1`, [id]);
  expect(await app.get(EnaRunEndings).endAbandoned()).toBe(1);
  expect(await curator.getRun(id)).toMatchObject({ status: 'failed', mails: { waiting: 1 } });
  expect(await app.get(EnaRunEndings).endAbandoned()).toBe(0);
});
