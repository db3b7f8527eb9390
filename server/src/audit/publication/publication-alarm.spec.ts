import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { AuditEvent } from '../audit-event.ts';
import type { LogAlarms } from '../alarm/log-alarms.service.ts';
import type { LogAlarm } from '../alarm/log-alarm.mail.ts';
import type { AuditLog } from '../audit-log.ts';
import type { SealerDatabase } from '../sealing/sealer.database.ts';
import { PublicationAlarm } from './publication-alarm.ts';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(new Logger()));

/** A database that keeps the flags of places, and a log; each can be down. */
function world() {
  const state = {
    flags: new Map<string, number>(),
    told: [] as string[],
    mailed: [] as LogAlarm[],
    isLogDown: false,
    isDown: false,
  };
  const database = {
    query: (sql: string, [place, segment]: [string, number]) => {
      if (sql.startsWith('SELECT')) {
        const standing = state.flags.get(place);
        return Promise.resolve(standing === undefined ? [] : [{ segment: String(standing) }]);
      }
      if (state.isDown) return Promise.reject(new Error('killed'));
      state.flags.set(place, state.flags.get(place) ?? segment);
      return Promise.resolve([]);
    },
  };
  const uow = { run: (work: (tx: Tx) => Promise<unknown>) => work({} as Tx) };
  const audit = {
    record: (_tx: Tx, _actor: Actor, { target }: AuditEvent) =>
      state.isLogDown ? Promise.reject(new Error('no log')) : Promise.resolve(state.told.push(target.id)),
  };
  const alarms = { tell: (_tx: Tx, found: LogAlarm) => Promise.resolve(state.mailed.push(found)) };
  const alarm = () =>
    new PublicationAlarm(
      database as unknown as SealerDatabase,
      uow as unknown as UnitOfWork,
      audit as unknown as AuditLog,
      alarms as unknown as LogAlarms,
    );
  return { state, alarm };
}

it('is told once, however often it is found, by whomever', async () => {
  const { state, alarm } = world();
  const one = alarm();
  for (const each of [one, one, alarm()]) await each.raise('bucket', 7);
  await one.raise('webhook', 7);
  expect(state.told).toEqual(['7', '7']);
  const head = { kind: 'head', segment: 7 };
  expect(state.mailed).toEqual([
    { ...head, place: 'bucket' },
    { ...head, place: 'webhook' },
  ]);
});

it('does not stand without its event, and is told where a process ended before it stood', async () => {
  const { state, alarm } = world();
  state.isLogDown = true;
  await expect(alarm().raise('bucket', 7)).rejects.toThrow('no log');
  expect([state.flags.size, state.told]).toEqual([0, []]);
  state.isLogDown = false;
  state.isDown = true;
  await expect(alarm().raise('bucket', 7)).rejects.toThrow('killed');
  expect([state.flags.size, state.told]).toEqual([0, ['7']]);
  state.isDown = false;
  await alarm().raise('bucket', 7);
  expect([state.flags.get('bucket'), state.told]).toEqual([7, ['7', '7']]);
});

it('tells of another segment while it stands for the first', async () => {
  const { state, alarm } = world();
  const one = alarm();
  for (const segment of [7, 8, 8, 7]) await one.raise('bucket', segment);
  expect([state.flags.get('bucket'), state.told]).toEqual([7, ['7', '8']]);
});
