// Events whose text the log did not write: a list must not fail because of them, and an auditor must see that they are
// there.
import type { DataSource } from 'typeorm';
import type { AuditEventView } from './audit.contract.ts';
import type { AuditRow } from './audit.queries.ts';
import { viewOf } from './audit-view.ts';

/** What is known of an event beside its text. */
export type EventColumns = {
  id: string;
  occurredAt: Date;
  action: string;
  actorType: string;
  actorId: string | null;
  onBehalfOf: string | null;
  targetType: string;
  targetId: string;
  rootType: string;
  rootId: string;
  requestId: string | null;
};

const columnsSql = `
  SELECT e.id, e.occurred_at AS "occurredAt", e.action, e.actor_type AS "actorType", e.actor_id AS "actorId",
         e.on_behalf_of AS "onBehalfOf", e.target_type AS "targetType", e.target_id AS "targetId",
         e.root_type AS "rootType", e.root_id AS "rootId", e.request_id AS "requestId"
    FROM unnest($1::timestamptz[], $2::uuid[]) AS given (occurred_at, id)
    JOIN audit_events e ON e.occurred_at = given.occurred_at AND e.id = given.id`;

/**
 * Events as they are shown. The columns are read only for events whose text cannot be shown, which is never so for a
 * text that the log wrote.
 *
 * @returns by id; an event whose month has left the log since is missing
 */
export async function viewsOf(
  database: Pick<DataSource, 'query'>,
  rows: readonly AuditRow[],
): Promise<ReadonlyMap<string, AuditEventView>> {
  const views = new Map<string, AuditEventView>();
  const unread: AuditRow[] = [];
  for (const row of rows) {
    const view = viewOf(row);
    // The text of another event tells nothing of this one.
    if (view?.id === row.id) views.set(row.id, view);
    else unread.push(row);
  }
  if (unread.length === 0) return views;
  const keys = [unread.map(({ key }) => key), unread.map(({ id }) => id)];
  for (const columns of await database.query<EventColumns[]>(columnsSql, keys))
    views.set(columns.id, unreadableView(columns));
  return views;
}

/** What the columns say. Names stand in the text alone; in their place are the ids. */
export function unreadableView(columns: EventColumns): AuditEventView {
  const { id, occurredAt, action, actorId, onBehalfOf, targetId, requestId } = columns;
  return {
    id,
    occurredAt: occurredAt.toISOString(),
    action,
    actor: { type: typeOf(columns), id: actorId, name: actorId ?? '', roles: [] },
    onBehalfOf: onBehalfOf === null ? null : { id: onBehalfOf, name: onBehalfOf },
    target: { type: columns.targetType, id: targetId, label: targetId },
    root: { type: columns.rootType, id: columns.rootId },
    changes: [],
    facts: {},
    reason: null,
    requestId,
    address: null,
    client: null,
    isUnreadable: true,
  };
}

/** An actor type that is not one of ours becomes `system`. */
const typeOf = ({ actorType }: EventColumns): AuditEventView['actor']['type'] =>
  actorType === 'user' || actorType === 'service' ? actorType : 'system';
