import type { Tx } from '../../platform/database/tx.ts';
import type { EnaEnvironment } from '../webin/environments.ts';
import type { Followed, Hold } from './followed.rule.ts';

/** An object that ENA accepted, with what is known of it since. */
export type ObjectAt = Followed & {
  id: string;
  itemId: string;
  batchId: string;
  submissionId: string;
  /** The depositor's. */
  alias: string;
  /** Ours, and whether it stands: as private or public, and nobody has asked ENA to take it back. */
  accession: string;
  isStanding: boolean;
  enaAccession: string;
  /** The day before which it is not to be public there; null where nothing is to be concluded from that. */
  hold: Hold | null;
};

const columns = `o.id, o.item_id AS "itemId", o.batch_id AS "batchId", o.submission_id AS "submissionId", o.accession,
  o.type, o.environment, o.ena_accession AS "enaAccession", o.status, o.process_status AS "processStatus",
  o.process_error AS "processError", o.produced, o.hold_until AS "holdUntil", o.accepted_at AS "acceptedAt",
  o.first_seen_at AS "firstSeenAt", o.processed_at AS "processedAt", o.public_at AS "publicAt", o.failed_at AS "failedAt",
  o.changed_at AS "changedAt", i.alias, a.status IN ('private', 'public') AND NOT EXISTS (
    SELECT 1 FROM ena_request_objects asked JOIN ena_requests q ON q.id = asked.request_id AND q.kind IN ('cancel', 'suppress')
     WHERE asked.accession = o.accession AND asked.environment = o.environment AND asked.is_open) AS "isStanding",
  CASE WHEN a.status = 'private' AND a.hold_date IS NOT NULL AND o.environment <> 'test' AND o.type <> 'experiment' AND NOT EXISTS (
    SELECT 1 FROM ena_request_objects asked WHERE asked.accession = o.accession AND asked.environment = o.environment AND asked.is_open)
    THEN json_build_object('day', a.hold_date, 'since', greatest(o.accepted_at, a.hold_chosen_at)) END AS hold`;

const source = `ena_objects o JOIN ena_batch_items i ON i.id = o.item_id JOIN accessions a ON a.accession = o.accession`;

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/** Follows records from their acceptance on. @param account the Webin account that registered them */
export async function followObjects(
  tx: Tx,
  batchId: string,
  account: string | null | undefined,
  accepted: readonly { accession: string; enaAccession: string }[],
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO ena_objects (item_id, batch_id, submission_id, accession, type, environment, account, ena_accession,
            accepted_at, changed_at, next_check_at)
     SELECT i.id, i.batch_id, i.submission_id, i.accession, i.type, i.environment, $2, g."enaAccession", $4, $4, $4
       FROM jsonb_to_recordset($3::jsonb) AS g (accession text, "enaAccession" text)
       JOIN ena_batch_items i ON i.batch_id = $1 AND i.accession = g.accession
     ON CONFLICT (item_id) DO NOTHING`,
    [batchId, account ?? null, JSON.stringify(accepted), at],
  );
}

/**
 * Those whose time has come: the longest due, and the newest, which a short list of ENA's tells of whatever many older ones
 * wait. Of another account the reports of this one know nothing.
 *
 * @param limit of each of the two
 */
export function dueObjects(
  reader: Reader,
  environment: EnaEnvironment,
  account: string,
  now: Date,
  limit: number,
): Promise<ObjectAt[]> {
  const due = `SELECT id FROM ena_objects WHERE environment = $1 AND next_check_at <= $3 AND expired_at IS NULL
    AND (account IS NULL OR lower(account) = lower($2))`;
  return reader.query(
    `SELECT ${columns} FROM ${source}
      WHERE o.id IN ((${due} ORDER BY next_check_at, id LIMIT $4) UNION (${due} ORDER BY accepted_at DESC, id LIMIT $4))
      ORDER BY o.next_check_at, o.id`,
    [environment, account, now, limit],
  );
}

/** As they are now, locked in one order. */
export function lockObjects(tx: Tx, ids: readonly string[]): Promise<ObjectAt[]> {
  return tx.query(
    `SELECT ${columns} FROM ${source}
      WHERE o.id = ANY($1) AND o.expired_at IS NULL ORDER BY o.id FOR NO KEY UPDATE OF o`,
    [ids],
  );
}

/** Something was done with these at ENA: its reports are asked soon, whenever the next look would have been. */
export async function lookSoon(tx: Tx, accessions: readonly string[], now: Date): Promise<void> {
  await tx.query(
    `UPDATE ena_objects SET next_check_at = $2 WHERE id IN (
       SELECT id FROM ena_objects WHERE accession = ANY($1) AND expired_at IS NULL ORDER BY id FOR NO KEY UPDATE)`,
    [accessions, now],
  );
}

/** Reports are asked about these at a moment at the latest. */
export async function lookBy(tx: Tx, accessions: readonly string[], by: Date): Promise<void> {
  await tx.query(
    `UPDATE ena_objects SET next_check_at = $2 WHERE id IN (
       SELECT id FROM ena_objects WHERE accession = ANY($1) AND expired_at IS NULL AND next_check_at > $2 ORDER BY id FOR NO KEY UPDATE)`,
    [accessions, by],
  );
}

/** Nothing new was learnt of these. */
export async function touchObjects(
  tx: Tx,
  looked: readonly { id: string; isSeen: boolean; nextCheckAt: Date | null }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE ena_objects o SET last_seen_at = CASE WHEN g."isSeen" THEN $2 ELSE o.last_seen_at END, checked_at = $2,
            next_check_at = CASE WHEN o.expired_at IS NULL THEN g."nextCheckAt" END
       FROM jsonb_to_recordset($1::jsonb) AS g (id uuid, "isSeen" boolean, "nextCheckAt" timestamptz) WHERE o.id = g.id`,
    [JSON.stringify(looked), now],
  );
}

/** How many objects of the type were accepted with one or since: as many rows of a report at least. */
export async function countSince(
  reader: Reader,
  { environment, type, acceptedAt }: Pick<ObjectAt, 'environment' | 'type' | 'acceptedAt'>,
  limit: number,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ena_objects
      WHERE environment = $1 AND type = $2 AND accepted_at >= $3 LIMIT $4) newer`,
    [environment, type, acceptedAt, limit],
  );
  return row?.count ?? 0;
}

export type LookedAt = { object: ObjectAt; isSeen: boolean; nextCheckAt: Date | null };

/** Writes what was learnt, and when to look again. */
export async function writeObjects(tx: Tx, looked: readonly LookedAt[], now: Date): Promise<void> {
  const rows = looked.map(({ object, isSeen, nextCheckAt }) => ({ ...object, isSeen, nextCheckAt }));
  await tx.query(
    `UPDATE ena_objects o SET status = g.status, process_status = g."processStatus", process_error = g."processError",
            produced = g.produced, hold_until = g."holdUntil", first_seen_at = g."firstSeenAt",
            last_seen_at = CASE WHEN g."isSeen" THEN $2 ELSE o.last_seen_at END, processed_at = g."processedAt",
            public_at = g."publicAt", failed_at = g."failedAt", changed_at = g."changedAt", checked_at = $2,
            next_check_at = CASE WHEN o.expired_at IS NULL THEN g."nextCheckAt" END
       FROM jsonb_to_recordset($1::jsonb) AS g (id uuid, status text, "processStatus" text, "processError" text, produced jsonb,
            "holdUntil" timestamptz, "firstSeenAt" timestamptz, "processedAt" timestamptz, "publicAt" timestamptz,
            "failedAt" timestamptz, "changedAt" timestamptz, "isSeen" boolean, "nextCheckAt" timestamptz)
      WHERE o.id = g.id`,
    [JSON.stringify(rows), now],
  );
}
