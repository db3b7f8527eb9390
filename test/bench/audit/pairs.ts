// Pages of two filters that fit many events each and no event together: what a robot does, and what only people do.
import { AuditEventsService } from '../../../server/src/audit/audit-events.service.ts';
import { systemActor } from '../../../server/src/platform/access/actor.ts';
import { ms, quantile, say, secondsOf, within } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function pairs(rig: AuditRig): Promise<void> {
  await rig.owner.query(robotsEvents, [Math.max(5_000, Math.floor(rig.events / 5))]);
  await rig.owner.query('VACUUM ANALYZE audit_events');
  const events = rig.app.get(AuditEventsService);
  const filters = {
    'actor and action': { actor: 'robot', action: ['submission.approve'] },
    'action and type': { action: ['submission.approve'], type: ['Sheet'] },
    'action and source': { action: ['submission.approve'], source: ['service'] },
  };
  for (const [name, filter] of Object.entries(filters)) {
    const times: number[] = [];
    for (let round = 0; round < 20; round++)
      times.push(
        1000 *
          (await secondsOf(async () => {
            const query = { limit: 50, sort: '-occurredAt', ...filter } as never;
            const { total } = await events.list(systemActor('bench'), query);
            if (total !== 0) throw new Error(`${name} meet`);
          })),
      );
    say(
      'pairs',
      `${name} that never meet: p50 ${ms(quantile(times, 0.5))}, p99 ${within(quantile(times, 0.99), 50)}`,
    );
  }
}

/** So many over two months, between those of people. */
const robotsEvents = `
  INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
  SELECT (left(ms, 8) || '-' || right(ms, 4) || '-7ffe-bfff-' || lpad(to_hex(n), 12, '0'))::uuid, at, 'sheet.upload', 'service', 'robot',
         'Sheet', 'h' || n, 'Submission', 's' || n % 20000, '{"actor":{"id":"robot","name":"Robot"},"facts":{"text":"' || repeat('x', 500) || '"}}'
    FROM (SELECT n, date_trunc('milliseconds', now() - interval '1 second' * (n::float8 / $1 * 58 * 86400)) AS at FROM generate_series(1, $1::int) n) g,
         LATERAL lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms`;
