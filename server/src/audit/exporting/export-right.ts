import type { Tx } from '../../platform/database/tx.ts';
import { forbidden } from '../../platform/errors/app.error.ts';
import type { KeptActor } from './kept-actor.ts';

/** SQL condition on `actor`, a `KeptActor`: still an account in use, with the roles that it had. */
const isStillThatSql = `NOT EXISTS (
    SELECT FROM users u WHERE u.id = (CASE WHEN actor ->> 'type' = 'user' THEN actor ->> 'id' END)::uuid
       AND (u.status <> 'active' OR NOT to_jsonb(u.roles) @> (actor -> 'roles')))`;

/** As `isStillThatSql`, and the session that the request came with has not ended. */
export const stillMaySql = `NOT EXISTS (SELECT FROM sessions s WHERE s.id = (actor ->> 'sessionId')::uuid AND s.revoked_at IS NOT NULL)
  AND ${isStillThatSql}`;

/**
 * Requests believe for some seconds what they knew of a session and its roles. Call in the transaction that begins an
 * export, which nobody can take back.
 *
 * @param isLater for an export that is written after the request: who has signed out meanwhile still gets it
 * @throws AppError `access.denied`
 */
export async function assertStillMay(tx: Tx, actor: KeptActor, isLater = false): Promise<void> {
  const may = await tx.query(
    `SELECT FROM (SELECT $1::jsonb AS actor) asked WHERE ${isLater ? isStillThatSql : stillMaySql}`,
    [JSON.stringify(actor)],
  );
  if (may.length > 0) return;
  throw forbidden('access.denied', 'Whoever asked for this export may no longer export the change log.', {
    action: 'export',
    subject: 'AuditEvent',
  });
}
