// What keeps the log from being changed lies in the database, too: triggers, functions, privileges. Who owns the tables
// can take it off and put it back; a function that writes no event of one person leaves nothing to be found in the
// log. So each verification states what it found in place, signed and sealed with its event, and the next one compares.
import { hash } from 'node:crypto';
import type { Snapshot } from '../exporting/snapshot.ts';
import { readText } from '../readable-text.ts';
import type { SignedNote } from '../sealing/signed-note.ts';
import { damaged } from '../verifier/verdict.ts';
import { type Guards, readGuards } from './guards-statement.ts';

type Guard = { name: string; stands: string };

/**
 * Who may do what, beside the owner, who may do everything: neither a restore under another owner nor a release of
 * PostgreSQL that knows more privileges changes what is said.
 */
const privileges = (acl: string, owner: string) => `(
  SELECT string_agg(concat(CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE p.grantee::regrole::text END, '=', p.privilege_type, CASE WHEN p.is_grantable THEN '*' END), ','
           ORDER BY p.grantee::regrole::text, p.privilege_type)
    FROM aclexplode(${acl}) p WHERE p.grantee <> ${owner})`;

/** Roles of the programs that may act as the owner: none is meant to. */
const owning = (owner: string) =>
  `(SELECT string_agg(r, ',') FROM unnest(ARRAY['seqdb_app', 'seqdb_sealer']) r WHERE pg_has_role(r, ${owner}, 'MEMBER'))`;

/** Partitions of a month count as their table: all have the same. */
const guardsSql = `
  SELECT regexp_replace(c.relname, '_[0-9]{6}$', ' of a month') AS name, concat_ws(' ', c.relkind, c.relrowsecurity,
           ${owning('c.relowner')}, ${privileges(`coalesce(c.relacl, acldefault('r', c.relowner))`, 'c.relowner')},
           (SELECT string_agg(concat(a.attname, ': ', ${privileges('a.attacl', 'c.relowner')}), '; ' ORDER BY a.attname) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL),
           (SELECT string_agg(concat_ws('/', t.tgname, t.tgenabled, t.tgfoid::regprocedure, t.tgtype,
                     CASE WHEN t.tgqual IS NOT NULL THEN substring(pg_get_triggerdef(t.oid) FROM ' WHEN (.*) EXECUTE ') END), ',' ORDER BY t.tgname)
              FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
           (SELECT string_agg(r.rulename || pg_get_ruledef(r.oid), ',' ORDER BY r.rulename) FROM pg_rewrite r WHERE r.ev_class = c.oid)) AS stands
    FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
     AND c.relname ~ '^audit_(events|leaves|segments|personal_values|people|keys|unsealed|erasures|erasure_mentions|retentions|retention_runs|archive_attempts|holds|verifications|exports|export_links|publications|published_heads|made_up_past)(_[0-9]{6})?$'
   UNION
  SELECT f.oid::regprocedure::text, concat_ws(' ', f.prosecdef, f.proconfig, ${owning('f.proowner')},
           ${privileges(`coalesce(f.proacl, acldefault('f', f.proowner))`, 'f.proowner')}, md5(f.prosrc), a.aggtransfn, a.aggfinalfn, a.agginitval)
    FROM pg_proc f LEFT JOIN pg_aggregate a ON a.aggfnoid = f.oid WHERE f.pronamespace = 'public'::regnamespace AND f.proname LIKE 'audit\\_%'
   UNION
  SELECT 'audit_made_up_past says', because FROM audit_made_up_past
   ORDER BY 1, 2`;

/** Marks that another release took by another query are not to be compared. */
const query = hash('sha256', guardsSql).slice(0, 8);

/** How a statement of guards is known to be this log's. @property origin name of the log */
export type GuardsTrust = {
  origin: string;
  isStated(note: SignedNote, origin: string, time: string): boolean;
};

/**
 * @param snapshot of a log that has been found whole
 * @throws Found naming what is not as it was when the log was last found whole, with the same migrations
 */
export async function guardsIn(snapshot: Snapshot, trust: GuardsTrust): Promise<Guards> {
  const found = (await snapshot.query<Guard>(guardsSql)).map((guard) => ({
    ...guard,
    mark: hash('sha256', JSON.stringify([guard.name, guard.stands])).slice(0, 16),
  }));
  const [schema] = await snapshot.query<{ name: string }>(
    `SELECT count(*) || ' ' || max(name) AS name FROM migrations`,
  );
  const now: Guards = {
    schema: `${schema?.name ?? ''} ${query}`,
    marks: found.map(({ mark }) => mark).join(' '),
  };
  const last = await lastStated(snapshot, trust);
  if (last?.schema !== now.schema) return now;
  const known = new Set(last.marks.split(' '));
  // A month that has left takes its marks along; what is there must have been there.
  const other = found.find(({ mark }) => !known.has(mark));
  if (other) throw damaged(other.name, 'guard_changed');
  return now;
}

const atOnce = 100;
type Told = { occurred_at: string; id: string; run: string; body: string };

/** What a passed verification stated last. Events that say so without the log's signature are passed over. */
async function lastStated(snapshot: Snapshot, trust: GuardsTrust): Promise<Guards | undefined> {
  for (let before = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']; ;) {
    const told = await snapshot.query<Told>(
      `SELECT e.occurred_at::text, e.id, e.target_id AS run, e.body FROM audit_events e
        WHERE e.action = 'audit.verification' AND (e.occurred_at, e.id) < ($1::timestamptz, $2::uuid)
        ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${atOnce}`,
      before,
    );
    const stated = told.flatMap((event) => guardsOf(event, trust) ?? [])[0];
    const last = told.at(-1);
    if (stated || !last || told.length < atOnce) return stated;
    before = [last.occurred_at, last.id];
  }
}

function guardsOf({ run, body }: Told, { origin, isStated }: GuardsTrust): Guards | undefined {
  const facts = readText(body)?.['facts'] as { guards?: unknown } | null | undefined;
  const text = facts?.guards;
  const read = typeof text === 'string' ? readGuards(origin, text) : undefined;
  if (read?.stated.run !== run || !isStated(read.note, origin, read.stated.at)) return undefined;
  return read.stated;
}
