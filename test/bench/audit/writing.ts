// One business UPDATE with its event, beside the same UPDATE without.
import { AuditLog } from '../../../server/src/audit/audit-log.ts';
import { systemActor } from '../../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../../server/src/platform/database/unit-of-work.ts';
import { rateOf, ratio, say } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function writing(rig: AuditRig): Promise<void> {
  await rig.owner.query('CREATE TABLE bench_rows (id int PRIMARY KEY, title text, version int)');
  await rig.owner.query(`INSERT INTO bench_rows SELECT n, 'x', 1 FROM generate_series(0, 999) n`);
  await rig.owner.query('GRANT SELECT, UPDATE ON bench_rows TO seqdb_app');
  const uow = rig.app.get(UnitOfWork);
  const log = rig.app.get(AuditLog);
  const actor = { ...systemActor('bench'), type: 'user' as const, id: 'u1', name: 'Ada' };
  let n = 0;
  const change = (withEvent: boolean) => async () => {
    const id = n++ % 1000;
    await uow.run(async (tx) => {
      await tx.query('UPDATE bench_rows SET title = $2, version = version + 1 WHERE id = $1 RETURNING id', [
        id,
        `t${n}`,
      ]);
      if (!withEvent) return;
      await log.record(tx, actor, {
        action: 'bench.update',
        target: { type: 'Row', id: String(id), label: 'row' },
        changes: [{ field: 'title', before: 'x', after: `t${n}` }],
      });
    });
  };
  const state = { isSealing: true };
  const sealer = (async () => {
    while (state.isSealing) {
      await rig.sealOne();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const rates: { without: number[]; with: number[] } = { without: [], with: [] };
  for (let round = 0; round < 3; round++) {
    rates.without.push(await rateOf(change(false), 2));
    rates.with.push(await rateOf(change(true), 2));
  }
  state.isSealing = false;
  await sealer;
  const [without, withEvent] = [Math.max(...rates.without), Math.max(...rates.with)];
  say(
    'writing',
    `UPDATE ${Math.round(without)}/s, with its event and the sealer ${Math.round(withEvent)}/s; ${ratio(withEvent / without, '≥', 0.7)}`,
  );
}
