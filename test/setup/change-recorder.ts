// Compares, for tests only, what changed with the change log: every changed row of every table must be in a transaction
// that also wrote an event, and where the row belongs to an aggregate, an event about that. What changed is noted by
// triggers that no migration knows (./change-triggers.ts), in every database that the e2e tests clone.
import { Client } from 'pg';
import { changeTriggers } from './change-triggers.ts';

/** Tables whose changes have no event of their own, and why. Every other table is looked at, also one that is new. */
export const withoutEvents: Readonly<Record<string, string>> = {
  tasks: 'background work: what it does to other rows is looked at',
  stream_events: 'tells open pages of changes that are looked at themselves',
  idempotency_keys: 'answers kept for a repeated request',
  audit_events: 'the events themselves',
  audit_personal_values: 'part of the events',
  audit_people: 'part of the events',
  audit_unsealed: 'part of the events',
  audit_leaves: 'the seal over the events',
  audit_segments: 'the seal over the events',
  audit_publications:
    'how far heads have been published; an alarm over what lies there, and its end, are events',
  audit_published_heads: 'which heads have been published; they tell it themselves',
  audit_erasure_mentions:
    'which events a person is to read after an erasure, whose end is an event with their number',
  audit_archive_attempts:
    'where a month is about to be archived; the archive, and the removal of one that nobody needs, are events',
  audit_export_links:
    'a download that was asked for and is good for a minute; using the link is an event, and so is trying one that is used up',
  record_files: 'the names in the records, kept beside them by the database; the records are looked at',
  ena_polls: 'when reports were read; what was read there is looked at',
  migrations: 'the schema',
  audit_made_up_past: 'said by the owner of the tables alone, where there is demo data',
};

const judged =
  'what the rules say of records and files, whose changes are events; so is a change of how much a submission has of it';
const checking = 'progress of a check; its request and its end are events';
const request =
  'a step of one request to ENA, kept whole here; that it was sent for and how it ended are events';

const uploadAnew =
  'status bytes_sent message is_reported created_at begun_at sent_at held_until advanced_in'.split(' ');

type Quiet = {
  /** `*`: whatever changes. */
  columns: readonly string[];
  /** Only together with a change of one of these. */
  needs?: readonly string[];
  /** Only where the status is one of these now. */
  to?: readonly string[];
  /** New rows are quiet, too. */
  inserts?: true;
  /** So are rows that go. */
  deletes?: true;
  /** Only in a transaction that has an event of this action, which is about another aggregate. */
  along?: string;
  because: string;
};

/** Changes of nothing but these columns have no event of their own, and why. */
export const quietColumns: Readonly<Record<string, Quiet | readonly Quiet[]>> = {
  audit_verifications: {
    columns: ['state', 'started_at', 'segments', 'events', 'all_events'],
    because: 'progress of a verification; its request and its end, also one without a word, are events',
  },
  audit_erasures: {
    columns: ['events', 'looked_until', 'mentions', 'closed_at'],
    because: 'progress of an erasure; its request, and its end with what was erased and found, are events',
  },
  audit_retentions: {
    columns: ['dropped_at'],
    inserts: true,
    because:
      'what the sealer puts down: a month that is archived, told by the event before, and one that is dropped, told by the event after',
  },
  audit_retention_runs: {
    columns: ['state', 'months', 'says', 'finished_at'],
    because: 'progress of a retention; its request, each archive and each month that leaves are events',
  },
  audit_exports: [
    {
      columns: ['events', 'object_key', 'upload_id', 'put_off_at'],
      because:
        'progress of an export, also one whose end is put off; its request, its start and its end are events',
    },
    {
      columns: ['filter', 'manifest', 'expires_at'],
      along: 'user.erasure_request',
      because:
        'what names somebody who is erased goes from what exports looked for; the event of each keeps it as a commitment',
    },
    {
      columns: ['expires_at'],
      along: 'user.erase',
      because:
        'files that may have values of somebody who was erased are over, all of them; that each is removed is an event',
    },
  ],
  audit_holds: {
    columns: ['reason', 'lift_reason', 'version'],
    along: 'user.erasure_request',
    because:
      'what was written by or about somebody who is erased; that a hold was set and lifted, and what it holds, stays',
  },
  refresh_tokens: {
    columns: ['*'],
    because: 'a session that is used on; signing in, signing out and revoking are events',
  },
  findings: { columns: ['*'], because: judged },
  records: { columns: ['error_count', 'warning_count'], because: judged },
  submissions: { columns: ['validated_at'], because: judged },
  files: {
    columns: ['status', 'updated_at', 'landing_etag', 'renewed_at'],
    to: ['pending', 'verifying'],
    because: 'an upload that goes on, and a worker that begins to read it; what it finds is an event',
  },
  ena_uploads: [
    {
      columns: ['status', 'begun_at', 'held_until', 'message', 'bytes_sent', 'advanced_in', 'is_reported'],
      to: ['waiting', 'sending'],
      inserts: true,
      because: 'a file on its way to ENA; that its batch is sent, that it arrived or failed are events',
    },
    {
      columns: uploadAnew,
      needs: ['created_at'],
      because: 'it is to be brought there again; what sends it is an event',
    },
  ],
  mails: {
    columns: ['state', 'ended_at', 'error'],
    deletes: true,
    because: 'a mail on its way, and one that goes 90 days later; what it tells of is an event',
  },
  ena_answers: { columns: ['*'], because: request },
  ena_attempts: { columns: ['*'], because: request },
  ena_request_answers: { columns: ['*'], because: request },
  ena_requests: {
    columns: [
      'status',
      'version',
      'payload_sha256',
      'payload_bytes',
      'sent_at',
      'sent_count',
      'ena_submission_id',
    ],
    needs: ['payload_sha256', 'sent_at', 'ena_submission_id'],
    because: request,
  },
  ena_batch_items: [
    { columns: ['status', 'attempt_id', 'message'], because: request },
    { columns: ['check_status', 'check_message'], because: checking },
  ],
  ena_batch_submissions: { columns: ['check_status', 'check_message'], because: checking },
  ena_schedule_runs: {
    columns: ['submission_count', 'left_out'],
    because: 'progress of a run; its beginning and its end are events',
  },
  ena_objects: {
    columns: ['checked_at', 'last_seen_at', 'next_check_at'],
    because: 'when reports were asked for it and are asked next; what they say anew is an event',
  },
  ena_schedule: {
    columns: ['looked_until'],
    because: 'how far the schedule has looked; its runs are events',
  },
};

/** Puts the triggers on every table. @param url the connection of the role that owns the tables */
export async function recordChanges(url: string): Promise<void> {
  await asOwner(url, (owner) => changeTriggers(owner, withoutEvents));
}

export type Unmatched = {
  table: string;
  operation: string;
  /** That differ; none for a row that was added or removed. */
  columns: string[];
  why: string;
  rows: number;
  /** Key of one of the rows, and the transaction it was changed in. */
  row: string;
  transaction: string;
};

/**
 * @param url the connection of the role that owns the tables
 * @returns changes without an event, those with the same table, operation and columns together; none where nothing was
 *   recorded
 */
export async function unmatchedChanges(url: string): Promise<Unmatched[]> {
  return asOwner(url, async (owner) => {
    const isRecorded = await owner.query(`SELECT to_regclass('recorded.changes') IS NOT NULL AS yes`);
    if (!isRecorded.rows[0].yes) return [];
    const quiet = Object.entries(quietColumns).flatMap(([table, given]) =>
      [given].flat().map((each) => ({ table, ...each })),
    );
    const { rows } = await owner.query(
      `WITH unmatched AS (
         SELECT c.*, CASE WHEN NOT EXISTS (SELECT FROM recorded.events e WHERE e.xid = c.xid) THEN 'no event in its transaction'
                          ELSE 'no event about its aggregate in its transaction' END AS why
           FROM recorded.changes c
          WHERE NOT EXISTS (
                  SELECT FROM recorded.events e WHERE e.xid = c.xid
                     AND (c.aggregate IS NULL OR c.aggregate IN (e.target_id, e.root_id)))
            AND NOT EXISTS (
                  SELECT FROM jsonb_to_recordset($1::jsonb) AS q ("table" text, columns text[], needs text[], along text, "to" text[], inserts boolean, deletes boolean)
                   WHERE q."table" = c."table"
                    AND (q.along IS NULL OR EXISTS (SELECT FROM recorded.events e WHERE e.xid = c.xid AND e.action = q.along))
                    AND (q.columns = '{*}' OR (q.inserts AND c.operation = 'INSERT') OR (q.deletes AND c.operation = 'DELETE') OR (
                         c.operation = 'UPDATE' AND c.columns <@ q.columns AND (q.needs IS NULL OR c.columns && q.needs)
                         AND (q."to" IS NULL OR c.status = ANY (q."to"))))))
       SELECT "table", operation, columns, why, sum(rows)::int AS rows, min(row_key) AS row, min(xid::text) AS transaction
         FROM unmatched GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3`,
      [JSON.stringify(quiet)],
    );
    return rows as Unmatched[];
  });
}

/**
 * Mail addresses of people and names of their files belong beside the events, where they can be erased.
 *
 * @returns what kind of value stands in the text of which events
 */
async function openValues(url: string): Promise<string[]> {
  return asOwner(url, async (owner) => {
    const { rows } = await owner.query(
      `SELECT DISTINCT v.kind || ' in ' || e.action AS found
         FROM (SELECT 'a mail address' AS kind, name AS value FROM audit_people WHERE name LIKE '%@%'
               UNION SELECT 'a mail address', email FROM users
               UNION (SELECT 'the name of a file', name FROM files WHERE length(name) > 5 ORDER BY id LIMIT 200)) v
         JOIN audit_events e ON position(v.value IN e.body) > 0
        WHERE to_regclass('recorded.changes') IS NOT NULL ORDER BY 1`,
    );
    return rows.map(({ found }: { found: string }) => found);
  });
}

/** @throws Error naming table, row and transaction of what changed without an event, or what should not stand in one */
export async function assertEverythingLogged(url: string): Promise<void> {
  const unmatched = await unmatchedChanges(url);
  const open = await openValues(url);
  if (open.length > 0) throw new Error(`personal values stand in the clear: ${open.join(', ')}`);
  if (unmatched.length === 0) return;
  const lines = unmatched.map(
    ({ table, operation, columns, rows, row, transaction, why }) =>
      `  ${operation} of ${table} ${row} (${columns.join(', ') || 'whole row'}) in transaction ${transaction}, ${rows} such: ${why}`,
  );
  throw new Error(`the change log does not know of these changes:\n${lines.join('\n')}`);
}

/** Which tables and events were seen, so that a test that saw nothing does not pass. */
export async function recorded(
  url: string,
): Promise<{ tables: string[]; actions: string[]; changes: number }> {
  return asOwner(url, async (owner) => {
    const { rows } = await owner.query(
      `SELECT (SELECT sum(rows)::int FROM recorded.changes) AS changes,
              ARRAY(SELECT DISTINCT "table" FROM recorded.changes ORDER BY 1) AS tables,
              ARRAY(SELECT DISTINCT action FROM recorded.events ORDER BY 1) AS actions`,
    );
    return rows[0] as { tables: string[]; actions: string[]; changes: number };
  });
}

/** Changes of a table that a test made on purpose are not looked at when its database is dropped. */
export async function forgetChanges(url: string, table: string): Promise<void> {
  await asOwner(url, (owner) => owner.query('DELETE FROM recorded.changes WHERE "table" = $1', [table]));
}

/** What a test arranges by hand, as if it had happened otherwise: as the owner of the tables, whose changes nobody records. */
export async function byHand(url: string | undefined, sql: string, values: unknown[] = []): Promise<void> {
  await asOwner(url ?? '', (owner) => owner.query(sql, values));
}

async function asOwner<T>(url: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
