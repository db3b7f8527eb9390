// Pages of the log, from its first and from deep within it.
import { AuditEventsService } from '../../../server/src/audit/audit-events.service.ts';
import { FacetsService } from '../../../server/src/audit/finding/facets.service.ts';
import { systemActor } from '../../../server/src/platform/access/actor.ts';
import { encodeCursor } from '../../../server/src/platform/lists/cursor.ts';
import { ms, quantile, say, secondsOf, within } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function pages(rig: AuditRig): Promise<void> {
  await listed(rig);
  await counted(rig);
}

/** What stands beside the list: how many events there are of each value, up to a thousand. */
async function counted(rig: AuditRig): Promise<void> {
  const facets = rig.app.get(FacetsService);
  const filters = [{}, { actor: 'u7' }, { action: ['submission.approve'] }, { rootId: 's77' }];
  const times: number[] = [];
  let unsaid = 0;
  for (let round = 0; round < 20; round++)
    for (const filter of filters)
      times.push(
        1000 *
          (await secondsOf(async () => {
            const found = await facets.of(systemActor('bench'), filter);
            unsaid += Object.values(found).filter(({ values }) => values.length === 0).length;
          })),
      );
  say(
    'facets',
    `four with their counts: p50 ${ms(quantile(times, 0.5))}, p99 ${ms(quantile(times, 0.99))}; ${unsaid} of ${4 * times.length} not counted in time`,
  );
}

async function listed(rig: AuditRig): Promise<void> {
  const events = rig.app.get(AuditEventsService);
  const reader = systemActor('bench');
  const filters = [
    {},
    { actor: 'u7' },
    { action: ['submission.approve'] },
    { rootId: 's77' },
    { actor: 'u7', action: ['ena.send'] },
  ];
  const depth = Math.min(1_000_000, Math.floor(rig.events * 0.9));
  for (const where of ['first', 'deep'] as const) {
    const times: number[] = [];
    const slowest = new Map<string, number>();
    const after = where === 'deep' ? await cursorAt(rig, depth) : undefined;
    for (let round = 0; round < 40; round++)
      for (const filter of filters) {
        const query = { limit: 50, sort: '-occurredAt', ...filter, ...(after && { after }) };
        const time =
          1000 * (await secondsOf(() => events.list(reader, query as never).then(() => undefined)));
        times.push(time);
        const name = JSON.stringify(filter);
        slowest.set(name, Math.max(time, slowest.get(name) ?? 0));
      }
    const each = [...slowest].map(([name, time]) => `${name} ${ms(time)}`).join(', ');
    say(
      'pages',
      `${where === 'deep' ? `at depth ${depth}` : 'first'}: p50 ${ms(quantile(times, 0.5))}, p99 ${within(quantile(times, 0.99), 50)}; the slowest of each: ${each}`,
    );
  }
}
async function cursorAt(rig: AuditRig, depth: number): Promise<string> {
  const { rows } = await rig.owner.query(
    `SELECT occurred_at::text AS key, id FROM audit_events ORDER BY occurred_at DESC, id DESC OFFSET $1 LIMIT 1`,
    [depth],
  );
  const key = String(rows[0].key).replace(/\+00$/, '+00');
  return encodeCursor({ sort: '-occurredAt', key, id: rows[0].id });
}
