// The verification of the whole log in the database, beside COPY of its events.
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to } from 'pg-copy-streams';
import { inOneMoment } from '../../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../../server/src/audit/verification/log-verification.ts';
import { PublishedHeads } from '../../../server/src/audit/verifier/trust.ts';
import { ratio, say, secondsOf } from './measure.ts';
import type { AuditRig } from './rig.ts';

const tables = ['audit_events', 'audit_leaves', 'audit_personal_values'] as const;

export async function online(rig: AuditRig): Promise<void> {
  const copies: number[] = [];
  for (const table of tables)
    copies.push(
      await secondsOf(async () => {
        const client = await rig.pool.connect();
        await client.query(`SET statement_timeout = '1h'`); // ten million take longer than a request may
        await pipeline(client.query(to(`COPY (SELECT * FROM ${table}) TO STDOUT (FORMAT binary)`)), drain());
        client.release();
      }),
    );
  const [copy = 0] = copies;
  const all = copies.reduce((sum, each) => sum + each, 0);
  let events = 0;
  const before = process.cpuUsage();
  const verify = await secondsOf(async () => {
    const trust = { isSigned: () => true, published: new PublishedHeads([], () => true), isThorough: false };
    ({ events } = await inOneMoment(rig.pool, (moment) => verifyLogIn(moment, trust, async () => undefined)));
  });
  const { user, system } = process.cpuUsage(before);
  say(
    'online',
    `verified in ${verify.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor in Node.js, ${((user + system) / events).toFixed(1)} µs an event), COPY binary of the events ${copy.toFixed(1)} s; ${ratio(verify / copy, '≤', 1.3)}; ${(verify / all).toFixed(2)} times COPY of all that is read (events, leaves, personal values)`,
  );
}

const drain = () => new Writable({ write: (_chunk, _encoding, done) => done() });
