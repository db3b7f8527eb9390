import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { authorize } from '../../platform/access/authorize.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { conflict, notFound, stale } from '../../platform/errors/app.error.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { lockHolds } from '../erasure/held-person.ts';
import { wakeErasures } from '../erasure/waiting-erasures.ts';
import { type Held, HeldNames } from './held-names.service.ts';
import type { AuditHoldListQuery, AuditHoldView, SetAuditHold } from './hold.contract.ts';
import { holdList } from './hold.queries.ts';

type Found = {
  id: string;
  kind: string;
  setBy: string;
  name: string | null;
  targetId: string | null;
  targetType: string | null;
  version: number;
  liftedAt: Date | null;
};

/**
 * Legal holds: while one stands, months with events of what it names stay in the log, and a person whom it names is not
 * erased.
 */
@Injectable()
export class AuditHolds {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly lists: Lists,
    private readonly names: HeldNames,
  ) {}

  /** @returns the page as JSON text @throws AppError `list.bad_cursor`, `list.unknown_sort` */
  list(actor: Actor, query: AuditHoldListQuery): Promise<string> {
    return this.lists.page(holdList, actor, query);
  }

  /** @throws AppError `audit_hold.not_found` */
  async get(actor: Actor, id: string): Promise<AuditHoldView> {
    const text = await this.lists.one(holdList, actor, id, { limit: 1 });
    if (text === undefined) throw notFound('audit_hold', id);
    return JSON.parse(text) as AuditHoldView;
  }

  /** @throws AppError those of `HeldNames`, `audit_hold.person_erased` */
  async set(actor: Actor, asked: SetAuditHold): Promise<AuditHoldView> {
    const { kind, name, since, until, reason } = asked;
    const held = await this.names.heldBy(kind, name ?? '');
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    await this.uow.run(async (tx) => {
      await lockHolds(tx);
      if (kind === 'person') await this.assertNotErased(tx, held.targetId ?? '');
      await insertHold(tx, { ...asked, ...held, id, setBy: actor.id, setAt: now });
      const { whole, itself } = held;
      await this.audit.record(tx, actor, {
        action: 'audit.hold',
        ...placeOf(id, { kind, ...held }),
        facts: { kind, whole, itself, since: since ?? null, until: until ?? null },
        reason,
      });
      await tx.publish(changed(id));
    });
    return this.get(actor, id);
  }

  /** @throws AppError `audit_hold.not_found`, `access.denied`, `record.stale`, `audit_hold.lifted` */
  async lift(actor: Actor, id: string, version: number, reason: string): Promise<AuditHoldView> {
    await orCurrent(
      () => this.uow.run((tx) => this.liftIn(tx, actor, { id, version, reason })),
      () => this.get(actor, id),
    );
    return this.get(actor, id);
  }

  private async liftIn(
    tx: Tx,
    actor: Actor,
    { id, version, reason }: { id: string; version: number; reason: string },
  ): Promise<void> {
    await lockHolds(tx); // the first lock taken, as when a hold is set or a person erased
    const [row] = await tx.query<Found>(
      `SELECT id, kind, name, target_id AS "targetId", target_type AS "targetType", set_by AS "setBy", version, lifted_at AS "liftedAt" FROM audit_holds WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!row) throw notFound('audit_hold', id);
    authorize(actor, 'lift', 'AuditHold', row);
    if (row.version !== version) throw stale(undefined);
    if (row.liftedAt) throw conflict('audit_hold.lifted', 'This hold was lifted before.');
    const now = this.clock.now();
    await tx.query(
      'UPDATE audit_holds SET lifted_by = $2, lifted_at = $3, lift_reason = $4, version = version + 1 WHERE id = $1',
      [id, actor.id, now, reason],
    );
    await this.audit.record(tx, actor, {
      action: 'audit.hold_lift',
      ...placeOf(id, row),
      facts: { kind: row.kind },
      reason,
    });
    await wakeErasures(tx, now);
    await tx.publish(changed(id));
  }

  /** Values of a person whose erasure was requested are going, or gone: a hold could not keep them. */
  private async assertNotErased(tx: Tx, personId: string): Promise<void> {
    const rows = await tx.query('SELECT FROM audit_erasures WHERE person_id = $1', [personId]);
    if (rows.length > 0)
      throw conflict(
        'audit_hold.person_erased',
        'The erasure of this person was asked for: their values cannot be held any more. Hold the period instead.',
      );
  }
}

type NewHold = Held &
  Pick<SetAuditHold, 'kind' | 'since' | 'until' | 'reason'> & { id: string; setBy: string; setAt: Date };

async function insertHold(tx: Tx, hold: NewHold): Promise<void> {
  await tx.query(
    `INSERT INTO audit_holds (id, kind, whole, itself, target_id, target_type, name, since, until, reason, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      hold.id,
      hold.kind,
      hold.whole,
      hold.itself,
      hold.targetId,
      hold.targetType,
      hold.name,
      hold.since ?? null,
      hold.until ?? null,
      hold.reason,
      hold.setBy,
      hold.setAt,
    ],
  );
}

/**
 * Target and root of events about a hold. They appear in the history of what is held; a hold on a period has a history
 * of its own.
 */
const placeOf = (
  id: string,
  { kind, name, targetId, targetType }: Pick<Found, 'kind' | 'name' | 'targetId' | 'targetType'>,
): Pick<AuditEvent, 'target' | 'root'> => ({
  target: {
    type: 'AuditHold',
    id,
    label: name === null ? `legal hold on a ${kind}` : `legal hold on ${name}`,
  },
  ...(targetId !== null && targetType !== null && { root: { type: targetType, id: targetId } }),
});

const changed = (id: string) => ({
  type: 'AuditHoldChanged',
  subject: { type: 'AuditHold', id },
  access: {},
});
