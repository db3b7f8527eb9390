import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { AuditHoldListQuery } from './hold.contract.ts';

/** Holds, newest first. */
export const holdList: ListDefinition<AuditHoldListQuery> = {
  subject: 'AuditHold',
  from: 'audit_holds h',
  id: { sql: 'h.id', type: 'uuid' },
  columns: {
    id: 'h.id',
    kind: 'h.kind',
    targetId: 'h.target_id',
    name: 'h.name',
    since: 'h.since',
    until: 'h.until',
    reason: 'h.reason',
    setBy: 'h.set_by',
    setAt: 'h.set_at',
    liftedBy: 'h.lifted_by',
    liftedAt: 'h.lifted_at',
    liftReason: 'h.lift_reason',
    version: 'h.version',
  },
  access: { setBy: 'h.set_by' },
  sorts: { setAt: { sql: 'h.set_at', type: 'timestamptz' } },
  defaultSort: '-setAt',
  filters: (query, p) => [
    query.kind && `h.kind = ANY(${p.add(query.kind)})`,
    query.state &&
      `CASE WHEN h.lifted_at IS NULL THEN 'standing' ELSE 'lifted' END = ANY(${p.add(query.state)})`,
  ],
};
