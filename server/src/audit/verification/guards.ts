// What keeps the log from being changed lies in the database, too: triggers, functions, privileges. Who owns the tables
// can take it off and put it back; a function that writes no event of one person leaves nothing to be found in the
// log. So each verification states what it found in place, sealed with its event, and the next one compares.
import { hash } from 'node:crypto';
import type { Snapshot } from '../exporting/snapshot.ts';
import { damaged } from '../verifier/verdict.ts';

export type Guards = {
  /** How many migrations had run, and the last of them: with another, other guards are to be expected. */
  schema: string;
  /** A hash each of what is in place on tables and in functions, in order, with spaces between. */
  guards: string;
};

type Guard = { name: string; stands: string };

/** Restored from a backup they come in another order. */
const sorted = (privileges: string) =>
  `(SELECT string_agg(p::text, ',' ORDER BY p::text) FROM unnest(${privileges}) p)`;

/** Partitions of a month count as their table: all have the same. */
const guardsSql = `
  SELECT regexp_replace(c.relname, '_[0-9]{6}$', ' of a month') AS name,
         concat_ws(' ', c.relkind, c.relrowsecurity, ${sorted('c.relacl')},
           (SELECT string_agg(a.attname || '=' || a.attacl::text, ',' ORDER BY a.attname) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL),
           (SELECT string_agg(concat_ws('/', t.tgname, t.tgenabled, t.tgfoid::regprocedure, t.tgtype, t.tgqual IS NULL), ',' ORDER BY t.tgname)
              FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
           (SELECT string_agg(r.rulename || pg_get_ruledef(r.oid), ',' ORDER BY r.rulename) FROM pg_rewrite r WHERE r.ev_class = c.oid)) AS stands
    FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
     AND c.relname ~ '^audit_(events|leaves|segments|personal_values|people|keys|unsealed|erasures)(_[0-9]{6})?$'
   UNION
  SELECT f.oid::regprocedure::text, concat_ws(' ', f.prosecdef, f.proconfig, ${sorted('f.proacl')}, md5(f.prosrc))
    FROM pg_proc f WHERE f.pronamespace = 'public'::regnamespace AND f.proname LIKE 'audit\\_%' AND f.prokind <> 'a'
   ORDER BY 1, 2`;

/** What a passed verification stated last. */
const lastSql = `
  SELECT e.body::json #>> '{facts,schema}' AS schema, e.body::json #>> '{facts,guards}' AS guards FROM audit_events e
   WHERE e.action = 'audit.verification' AND e.body::json #>> '{facts,guards}' IS NOT NULL
   ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1`;

/**
 * @param snapshot of a log that has been found whole
 * @throws Found naming what is not as it was when the log was last found whole, with the same migrations
 */
export async function guardsIn(snapshot: Snapshot): Promise<Guards> {
  const found = (await snapshot.query<Guard>(guardsSql)).map((guard) => ({
    ...guard,
    mark: hash('sha256', JSON.stringify([guard.name, guard.stands])).slice(0, 16),
  }));
  const [schema] = await snapshot.query<{ name: string }>(
    `SELECT count(*) || ' ' || max(name) AS name FROM migrations`,
  );
  const now: Guards = { schema: schema?.name ?? '', guards: found.map(({ mark }) => mark).join(' ') };
  const [last] = await snapshot.query<Guards>(lastSql);
  if (last?.schema !== now.schema) return now;
  const known = new Set(last.guards.split(' '));
  // A month that has left takes its marks along; what is there must have been there.
  const other = found.find(({ mark }) => !known.has(mark));
  if (other)
    throw damaged(
      other.name,
      'what guards it (triggers, privileges, or what it does) was changed by no migration since the log was last verified',
    );
  return now;
}
