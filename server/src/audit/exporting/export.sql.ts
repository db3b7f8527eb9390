import { escapeLiteral } from 'pg';
import type { Narrowing } from '../audit.queries.ts';
import { erased } from '../commitment.ts';
import type { AuditExportFormat } from './export.contract.ts';
import type { LeftLog } from './export-archive.ts';
import { csvHeadings, formulaSigns, unreadableMark } from './export-format.ts';

/** The formats that PostgreSQL itself can write. */
export type TextFormat = Exclude<AuditExportFormat, 'xlsx'>;

/**
 * Heading → SQL of the value, and whether a person or another program may have written it. Values of an event are taken
 * from its text.
 */
const columns: Record<(typeof csvHeadings)[number], readonly [sql: string, isForeign: boolean]> = {
  seq: ['l.seq', false],
  leaf: [`encode(l.leaf, 'hex')`, false],
  id: [stated('id'), false],
  occurred_at: [stated('occurredAt'), false],
  action: [
    `CASE jsonb_typeof(b.body) WHEN 'object' THEN ${stated('action')} ELSE ${escapeLiteral(unreadableMark)} END`,
    true,
  ],
  actor_type: [stated('actor,type'), false],
  actor_id: [stated('actor,id'), true],
  actor_name: [shown('actor,name'), true],
  on_behalf_of: [stated('onBehalfOf,id'), true],
  target_type: [stated('target,type'), true],
  target_id: [stated('target,id'), true],
  target_label: [shown('target,label'), true],
  root_type: [stated('root,type'), true],
  root_id: [stated('root,id'), true],
  reason: [shown('reason'), true],
  request_id: [stated('requestId'), true],
  address: [shown('address'), true],
  client: [shown('client'), true],
  body: ['e.body', false],
  personal: ['p.opened', false],
  proof: ['NULL', false],
};

/** A value from the sealed text, since the column beside it proves nothing. */
function stated(path: string): string {
  return `b.body #>> '{${path}}'`;
}

/** A value of the body for reading: in place of a commitment, the value that opens it. */
function shown(path: string): string {
  const value = `b.body #> '{${path}}'`;
  return `CASE jsonb_typeof(${value}) WHEN 'object' THEN coalesce(p.opened -> (${value} ->> '$personal') ->> 'value', '[erased on ' || (p.opened -> (${value} ->> '$personal') ->> 'erased') || ']', ${escapeLiteral(erased)}) ELSE ${value} #>> '{}' END`;
}

const asText = (cell: string) =>
  `CASE WHEN left(${cell}, 1) IN (${formulaSigns.map(escapeLiteral).join(', ')}) THEN '''' || ${cell} ELSE ${cell} END`;

/** Which events are read, what proves them, and in which order they are written. */
type Source = { from: string; proof: string; order: string; opened?: string };

const fromBeside = `CROSS JOIN LATERAL (
    SELECT audit_openings(v.opened) AS opened FROM audit_personal_values v
     WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) p`;

/** SQL that gives a segment as JSON (`ExportedSegment`). */
export const segmentJson = (s: string) =>
  `'{"number":' || ${s}.number || ',"firstSeq":' || ${s}.first_seq || ',"count":' || ${s}.count || ',"root":"' || encode(${s}.root, 'hex')
   || '","previous":"' || encode(${s}.previous, 'hex') || '","closedAt":"' || to_char(${s}.closed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
   || '","head":' || to_json(${s}.head) || '}'`;

/**
 * Joins the segment of a row as `s`. OFFSET 0 makes PostgreSQL look it up by key for each row: in a log of millions, if
 * the planner underestimates the number of rows, a scan of all segments for each of them would look just as cheap.
 */
const segmentWhere = (condition: string) =>
  `LATERAL (SELECT * FROM audit_segments WHERE ${condition} OFFSET 0) s ON true`;

/**
 * Sealed events in the order of sealing. The first event of each segment comes with that segment, and with empty ones
 * right before it.
 */
const sealed: Source = {
  from: `audit_leaves l JOIN audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
         LEFT JOIN ${segmentWhere('first_seq = l.seq AND count > 0')}`,
  proof: `CASE WHEN s.number IS NOT NULL THEN '"segments":[' || (
            SELECT string_agg(${segmentJson('z')}, ',' ORDER BY z.number) FROM audit_segments z
             WHERE z.first_seq = s.first_seq AND z.number <= s.number) || ']' END`,
  order: 'l.seq',
};

/** The months that have left the log, at its first event. */
const stating = ({ firstSeq, json }: LeftLog) =>
  `CASE WHEN l.seq = ${Math.trunc(firstSeq)} THEN ${escapeLiteral(`"archived":${json}`)} END`;

/** As `sealed`, for what follows the segments that hold archived events. */
const sealedAfter = (left: LeftLog): Source => ({
  ...sealed,
  proof: `nullif(concat_ws(',', ${stating(left)}, ${sealed.proof}), '')`,
});

/** Events in segments that also hold archived events, in the order of sealing. */
const remaining = (left: LeftLog): Source => ({
  from: `audit_leaves l JOIN audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
         JOIN ${segmentWhere('number = l.segment')}`,
  proof: `concat_ws(',', ${stating(left)}, '"remaining":"' || encode(l.path, 'hex') || '"',
            CASE WHEN lag(l.segment) OVER (ORDER BY l.seq) IS DISTINCT FROM l.segment
                 THEN '"segments":[' || ${segmentJson('s')} || ']' END)`,
  order: 'l.seq',
});

/** Events that are not sealed yet. */
const waiting: Source = {
  from: `audit_unsealed u JOIN audit_events e ON e.occurred_at = u.occurred_at AND e.id = u.event_id
         CROSS JOIN (SELECT NULL::bigint AS seq, NULL::bytea AS leaf) l`,
  proof: 'NULL',
  order: 'e.id',
};

/** Selected events, each with its path, and with its segment if it is not that of the event before. */
const chosen: Source = {
  from: `audit_events e LEFT JOIN audit_leaves l ON l.occurred_at = e.occurred_at AND l.event_id = e.id
         LEFT JOIN ${segmentWhere('number = l.segment')}`,
  proof: `CASE WHEN l.seq IS NOT NULL THEN '"path":"' || encode(l.path, 'hex') || '"' ||
            CASE WHEN lag(l.segment) OVER (ORDER BY e.occurred_at, e.id) IS DISTINCT FROM l.segment
                 THEN ',"segments":[' || ${segmentJson('s')} || ']' ELSE '' END END`,
  order: 'e.occurred_at, e.id',
};

/** As `chosen`, without the openings of commitments: no erasure could reach them in the archive. */
const bare: Source = { ...chosen, opened: `CROSS JOIN (SELECT '{}'::jsonb AS opened) p` };

const cell = (heading: (typeof csvHeadings)[number]) => (columns[heading][1] ? asText(heading) : heading);

// OFFSET 0 keeps the subquery from being evaluated once for every column that uses it. There, a text that cannot be
// read is null, so that a damaged log can be exported all the same.
const csv = ({ from, proof, order, opened = fromBeside }: Source, where: string) => `
  SELECT ${csvHeadings.map((heading) => `${cell(heading)} AS ${heading}`).join(', ')}
    FROM (SELECT ${csvHeadings.map((heading) => `${heading === 'proof' ? `'{' || ${proof} || '}'` : columns[heading][0]} AS ${heading}`).join(', ')}
            FROM ${from} ${opened} CROSS JOIN LATERAL (SELECT audit_read(e.body) AS body OFFSET 0) b
           WHERE ${where} ORDER BY ${order} OFFSET 0) event`;

const jsonl = ({ from, proof, order, opened = fromBeside }: Source, where: string) => `
  SELECT '{"seq":' || coalesce(l.seq::text, 'null') || ',"leaf":' || coalesce('"' || encode(l.leaf, 'hex') || '"', 'null')
         || ',"body":' || to_json(e.body) || ',"personal":' || p.opened || coalesce(',' || ${proof}, '') || '}'
    FROM ${from} ${opened}
   WHERE ${where} ORDER BY ${order}`;

/** In JSON, neither of these characters occurs unescaped, so no line is ever quoted. */
const plainLines = `FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'`;

/** The planner's settings for `completeSql`: rows come in the order of the index, so that nothing is ever sorted. */
export const inOrder = {
  enable_sort: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  max_parallel_workers_per_gather: '0',
};

/**
 * The statements that write everything: the sealed events in order, and then those that are not sealed yet. If months
 * have left the log, first the events that remain in segments with archived ones, each with its path.
 *
 * @param most the most events that each statement gives
 */
export const completeSql = (format: TextFormat, most?: number, left?: LeftLog): string[] => [
  ...(left
    ? [
        copy(format, remaining(left), `l.seq <= ${Math.trunc(left.lastSeq)}`, true, most),
        copy(format, sealedAfter(left), `l.seq > ${Math.trunc(left.lastSeq)}`, false, most),
      ]
    : [copy(format, sealed, 'true', true, most)]),
  copy(format, waiting, 'true', false, most),
];

/**
 * The statement that writes selected events, oldest first. COPY takes no parameters, so that values become literals.
 */
export function filteredSql(
  format: TextFormat,
  { conditions }: Pick<Narrowing, 'conditions'>,
  values: readonly unknown[],
  most?: number,
): string {
  return filled(copy(format, chosen, conditions.join(' AND '), true, most), values);
}

/** The statement that writes all events of a period for the archive, as JSONL. */
export const archiveSql = (from: Date, before: Date): string =>
  filled(copy('jsonl', bare, 'e.occurred_at >= $1 AND e.occurred_at < $2', true, undefined), [from, before]);

/** Counts the events that `filteredSql` writes. @param most stops counting there */
export function countSql(
  { conditions }: Pick<Narrowing, 'conditions'>,
  values: readonly unknown[],
  most?: number,
): string {
  const counted = `SELECT 1 FROM audit_events e WHERE ${conditions.join(' AND ')}${limit(most)}`;
  return filled(`SELECT count(*) AS count FROM (${counted}) counted`, values);
}

const filled = (statement: string, values: readonly unknown[]) =>
  statement.replace(/\$(\d+)/g, (_, place: string) => literal(values[Number(place) - 1]));

const limit = (most: number | undefined) => (most === undefined ? '' : ` LIMIT ${Math.trunc(most)}`);

const copy = (
  format: TextFormat,
  source: Source,
  where: string,
  hasHeading: boolean,
  most: number | undefined,
) =>
  format === 'csv'
    ? `COPY (${csv(source, where)}${limit(most)}) TO STDOUT (FORMAT csv, ${hasHeading ? 'HEADER, ' : ''}ENCODING 'UTF8')`
    : `COPY (${jsonl(source, where)}${limit(most)}) TO STDOUT (${plainLines}, ENCODING 'UTF8')`;

/** @throws TypeError for a value that no filter has */
export function literal(value: unknown): string {
  if (typeof value === 'string') return escapeLiteral(value);
  // PostgreSQL cannot read ISO 8601's years before 1 and after 9999.
  if (value instanceof Date) return `to_timestamp(${value.getTime() / 1000})`;
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  throw new TypeError(`no literal for ${typeof value}`);
}
