import { countedSql, currentSql } from '../../files/file.state.ts';
import { fileList } from '../../files/files.queries.ts';
import { scopeCondition } from '../../platform/access/scope.ts';
import type { Cursor } from '../../platform/lists/cursor.ts';
import type { Reader } from '../../platform/lists/list-definition.ts';
import { containing } from '../../platform/lists/like.ts';
import type { Parameters } from '../../platform/lists/parameters.ts';
import type { FileStateQuery } from './file-state.contract.ts';

// Files that are here and files that are only named stand in two tables, each with an index in the order of names. A
// page is cut from both and merged. Look-ups are scalar subqueries with a limit: PostgreSQL would make joins of EXISTS,
// which are slow by orders of magnitude before it has statistics of a large table that was just uploaded.

const isNamed = `coalesce((SELECT true FROM record_files n WHERE n.submission_id = h.root_id AND n.name = h.name LIMIT 1), false)`;

/** What a file that is here has come to, for the records that name it. */
const stateOfFile = `CASE WHEN h.status = 'pending' THEN 'unfinished' WHEN h.status = 'rejected' THEN 'rejected'
    WHEN h.status <> 'verified' THEN 'checking'
    WHEN (SELECT true FROM record_files n WHERE n.submission_id = h.root_id AND n.name = h.name AND n.md5 <> h.md5 LIMIT 1) THEN 'differs'
    ELSE 'verified' END`;

/** Of several namings of a missing file, its first. */
const isMissing = `coalesce((SELECT false FROM files h WHERE h.root_id = m.submission_id AND h.name = m.name AND h.status = ANY(${currentSql}) LIMIT 1), true)
    AND coalesce((SELECT (e.record_id, e.place) = (m.record_id, m.place) FROM record_files e
                   WHERE e.submission_id = m.submission_id AND e.name = m.name ORDER BY e.record_id, e.place LIMIT 1), true)`;

type Place = { cursor: Cursor | undefined; isBackward: boolean };
type Asked = { reader: Reader; submissionId: string; query: Pick<FileStateQuery, 'q' | 'ids' | 'state'> };

/** The two sources of rows, each with `name`, `key`, `id`, `file_id`, `state` and `is_named`. */
function branches({ reader, submissionId, query }: Asked, parameters: Parameters, place?: Place): string[] {
  const id = `${parameters.add(submissionId)}::uuid`;
  const part = query.q ? parameters.add(containing(query.q)) : undefined;
  const states = query.state && parameters.add(query.state);
  const ids = query.ids && parameters.add(query.ids);
  const access = { id: 'h.id', ownerId: 'h.owner_id', status: 'h.status', visibility: 'h.visibility' };
  const found = (name: string) =>
    part === undefined
      ? undefined
      : `(${name} ILIKE ${part} OR coalesce((SELECT true FROM record_files n JOIN records r ON r.id = n.record_id
           WHERE n.submission_id = ${id} AND n.name = ${name} AND r.alias ILIKE ${part} LIMIT 1), false))`;
  const here = [
    `h.root_id = ${id}`,
    `h.status = ANY(${countedSql})`,
    scopeCondition(reader.ability, 'read', 'File', access, parameters),
    states && `(${stateOfFile}) = ANY(${states}::text[])`,
    ids && `h.id::text = ANY(${ids}::text[])`,
    found('h.name'),
    place && beyond(place, 'h.name', 'h.id', parameters),
  ];
  const missing = [
    `m.submission_id = ${id}`,
    states && `'missing' = ANY(${states}::text[])`,
    ids && `m.record_id || '-' || m.place = ANY(${ids}::text[])`,
    found('m.name'),
    place && beyond(place, 'm.name', 'm.record_id', parameters),
    isMissing,
  ];
  const where = (conditions: readonly (string | undefined)[]) =>
    conditions.filter((condition) => condition !== undefined).join(' AND ');
  return [
    `SELECT h.name, h.id AS key, h.id::text AS id, h.id AS file_id, ${stateOfFile} AS state, ${isNamed} AS is_named
       FROM files h WHERE ${where(here)}`,
    `SELECT m.name, m.record_id AS key, m.record_id || '-' || m.place AS id, NULL::uuid AS file_id, 'missing' AS state, true AS is_named
       FROM record_files m WHERE ${where(missing)}`,
  ];
}

function beyond({ cursor, isBackward }: Place, name: string, key: string, parameters: Parameters) {
  if (!cursor) return undefined;
  const at = `${parameters.add(cursor.key)}::text, ${parameters.add(cursor.id)}::text::uuid`;
  return `(${name}, ${key}) ${isBackward ? '<' : '>'} (${at})`;
}

const fileFields = Object.entries(fileList.columns)
  .map(([name, sql]) => `'${name}', ${sql}`)
  .join(', ');

/** Namings that are told with a file; of more only how many there are. */
const mostNamings = 5;

const view = `json_build_object('id', page.id, 'name', page.name, 'state', page.state,
    'file', CASE WHEN f.id IS NULL THEN NULL ELSE json_build_object(${fileFields}) END,
    'namings', coalesce((SELECT json_agg(json_build_object('recordId', r.id, 'type', r.type, 'alias', r.alias, 'md5', first.md5) ORDER BY r.position)
       FROM (SELECT n.record_id, n.md5 FROM record_files n WHERE n.submission_id = $1 AND n.name = page.name
              ORDER BY n.record_id, n.place LIMIT ${mostNamings}) first JOIN records r ON r.id = first.record_id), '[]'),
    'namedBy', (SELECT count(*)::int FROM record_files n WHERE n.submission_id = $1 AND n.name = page.name))`;

/** One page and one row more, as JSON text with name and key. The first parameter is the submission's id. */
export function pageSql(asked: Asked, limit: number, place: Place, parameters: Parameters): string {
  const direction = place.isBackward ? 'DESC' : 'ASC';
  const rows = branches(asked, parameters, place);
  const most = parameters.add(limit + 1);
  const cut = rows.map((sql) => `(${sql} ORDER BY name ${direction}, key ${direction} LIMIT ${most})`);
  return `SELECT ${view}::text AS json, page.name AS name, page.key::text AS key
    FROM (SELECT * FROM (${cut.join(' UNION ALL ')}) both_kinds ORDER BY name ${direction}, key ${direction} LIMIT ${most}) page
    LEFT JOIN files f ON f.id = page.file_id ORDER BY page.name ${direction}, page.key ${direction}`;
}

/** How many rows there are, but for what is beyond the limit. */
export function totalSql(asked: Asked, limit: number, parameters: Parameters): string {
  const rows = branches(asked, parameters);
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM (${rows.join(' UNION ALL ')}) both_kinds LIMIT ${parameters.add(limit)}) counted`;
}

/** How many there are in each state, and how many of them records name. */
export function countsSql(asked: Asked, parameters: Parameters): string {
  const rows = branches(asked, parameters);
  return `SELECT state, count(*)::int AS count, count(*) FILTER (WHERE is_named)::int AS named
    FROM (${rows.join(' UNION ALL ')}) both_kinds GROUP BY state`;
}
