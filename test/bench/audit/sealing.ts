// How long an event waits for its seal while many are written.
import { Client } from 'pg';
import { ms, quantile, say } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function sealing(rig: AuditRig): Promise<void> {
  const [perSecond, seconds] = [2_000, 10];
  const committed: { at: number; count: number }[] = [];
  const lags: number[] = [];
  let isWriting = true;
  const sealer = (async () => {
    for (;;) {
      const before = committed.length;
      const sealed = await rig.sealOne();
      const now = performance.now();
      // Whatever had committed before the pass began is sealed with it.
      if (sealed && sealed.events > 0)
        for (const { at, count } of committed.splice(0, before))
          lags.push(...Array<number>(count).fill(now - at));
      if (!isWriting && committed.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const app = new Client({ connectionString: rig.env['DATABASE_URL'] });
  await app.connect();
  const began = performance.now();
  for (let sent = 0; sent < perSecond * seconds;) {
    const due =
      Math.min(perSecond * seconds, Math.floor(((performance.now() - began) / 1000) * perSecond)) - sent;
    if (due > 0) {
      await app.query(probe, [due]);
      committed.push({ at: performance.now(), count: due });
      sent += due;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const rate = (perSecond * seconds) / ((performance.now() - began) / 1000);
  isWriting = false;
  await sealer;
  await app.end();
  say(
    'sealing',
    `lag at ${Math.round(rate)} events/s: p50 ${ms(quantile(lags, 0.5))}, p99 ${ms(quantile(lags, 0.99))} (goal ≤ 1500 ms)`,
  );
}
/** So many events in one transaction, as small as they come. */
const probe = `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
  SELECT id, at, 'bench.probe', 'system', 'x', 'T', 't', 'T', 't',
         '{"action":"bench.probe","actor":{"id":"x","name":"x","roles":[],"type":"system"},"address":null,"changes":[],"client":null,"facts":{"text":"'
         || repeat('x', 400) || '"},"id":"' || id || '","occurredAt":"' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
         || '","onBehalfOf":null,"reason":null,"requestId":null,"root":{"id":"t","type":"T"},"target":{"id":"t","label":"t","type":"T"},"v":2}'
    FROM (SELECT at, (left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(md5(random()::text), 1, 3) || '-8' || substr(md5(random()::text), 1, 3) || '-' || substr(md5(random()::text), 1, 12))::uuid AS id
            FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) t, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms, generate_series(1, $1) n) made`;
