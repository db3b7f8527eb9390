// The verification of the whole log in the database, beside COPY of its events.
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to } from 'pg-copy-streams';
import { Snapshot } from '../../../server/src/audit/exporting/snapshot.ts';
import { planning, verifyLogIn } from '../../../server/src/audit/verification/log-verification.ts';
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
    const others = await Snapshot.open(rig.pool);
    const rows = await others.twin(rig.pool, planning);
    const trust = {
      isSigned: () => true,
      published: new PublishedHeads([], () => true),
      isThorough: false,
    };
    try {
      await verifyLogIn(rows, others, trust, async () => undefined);
    } finally {
      for (const snapshot of [rows, others]) snapshot.abort(new Error('the verification has ended'));
    }
  });
  say(
    'online',
    `verified in ${verify.toFixed(1)} s, COPY binary of the events ${copy.toFixed(1)} s; ${ratio(verify / copy, '≤', 1.3)}`,
  );
}

const drain = () => new Writable({ write: (_chunk, _encoding, done) => done() });
