// The verification of the whole log in the database, beside COPY of its events.
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to } from 'pg-copy-streams';
import { inOneMoment } from '../../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../../server/src/audit/verification/log-verification.ts';
import { PublishedHeads } from '../../../server/src/audit/verifier/trust.ts';
import { ratio, say, secondsOf } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function online(rig: AuditRig): Promise<void> {
  const copy = await secondsOf(async () => {
    const client = await rig.pool.connect();
    await pipeline(client.query(to('COPY (SELECT * FROM audit_events) TO STDOUT (FORMAT binary)')), drain());
    client.release();
  });
  const verify = await secondsOf(async () => {
    const trust = { isSigned: () => true, published: new PublishedHeads([], () => true), isThorough: false };
    await inOneMoment(rig.pool, (moment) => verifyLogIn(moment, trust, async () => undefined));
  });
  say(
    'online',
    `verified in ${verify.toFixed(1)} s, COPY binary of the events ${copy.toFixed(1)} s; ${ratio(verify / copy, '≤', 1.3)}`,
  );
}

const drain = () => new Writable({ write: (_chunk, _encoding, done) => done() });
