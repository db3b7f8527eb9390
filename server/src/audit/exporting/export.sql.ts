import { escapeLiteral } from 'pg';
import type { Narrowing } from '../audit.queries.ts';
import { erased } from '../commitment.ts';
import type { AuditExportFormat } from './export.contract.ts';
import type { LeftLog } from './export-archive.ts';
import { csvHeadings, formulaSigns, unreadableMark } from './export-format.ts';

/** What PostgreSQL itself can write. */
export type TextFormat = Exclude<AuditExportFormat, 'xlsx'>;

/** Heading → SQL of the value, and whether a person or a program outside may have written it. All of an event is its text's. */
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

/** A value as the sealed text has it: the column beside it proves nothing. */
function stated(path: string): string {
  return `b.body #>> '{${path}}'`;
}

/** A value of the body as a person reads it: in place of a commitment what opens it. */
function shown(path: string): string {
  const value = `b.body #> '{${path}}'`;
  return `CASE jsonb_typeof(${value}) WHEN 'object' THEN coalesce(p.opened -> (${value} ->> '$personal') ->> 'value', '[erased on ' || (p.opened -> (${value} ->> '$personal') ->> 'erased') || ']', ${escapeLiteral(erased)}) ELSE ${value} #>> '{}' END`;
}

const asText = (cell: string) =>
  `CASE WHEN left(${cell}, 1) IN (${formulaSigns.map(escapeLiteral).join(', ')}) THEN '''' || ${cell} ELSE ${cell} END`;

/** Where the events come from, what proves them, and in which order they stand. */
type Source = { from: string; proof: string; order: string; opened?: string };

const fromBeside = `CROSS JOIN LATERAL (
    SELECT audit_openings(v.opened) AS opened FROM audit_personal_values v
     WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) p`;

/** A segment as `ExportedSegment`. */
export const segmentJson = (s: string) =>
  `'{"number":' || ${s}.number || ',"firstSeq":' || ${s}.first_seq || ',"count":' || ${s}.count || ',"root":"' || encode(${s}.root, 'hex')
   || '","previous":"' || encode(${s}.previous, 'hex') || '","closedAt":"' || to_char(${s}.closed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
   || '","head":' || to_json(${s}.head) || '}'`;

/**
 * The one segment of a row as `s`. OFFSET 0 has it looked up by its key for each row: over a log of millions an estimate
 * of the rows before it that is too low makes a scan of all segments for each of them look as cheap.
 */
const segmentWhere = (condition: string) =>
  `LATERAL (SELECT * FROM audit_segments WHERE ${condition} OFFSET 0) s ON true`;

/** Sealed events in the order of the seal; at the first of each segment that one, and empty ones right before it. */
const sealed: Source = {
  from: `audit_leaves l JOIN audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
         LEFT JOIN ${segmentWhere('first_seq = l.seq AND count > 0')}`,
  proof: `CASE WHEN s.number IS NOT NULL THEN '"segments":[' || (
            SELECT string_agg(${segmentJson('z')}, ',' ORDER BY z.number) FROM audit_segments z
             WHERE z.first_seq = s.first_seq AND z.number <= s.number) || ']' END`,
  order: 'l.seq',
};

/** At the first event of a log that months have left. */
const stating = ({ firstSeq, json }: LeftLog) =>
  `CASE WHEN l.seq = ${Math.trunc(firstSeq)} THEN ${escapeLiteral(`"archived":${json}`)} END`;

/** As `sealed`, after the segments that archived events lie in. */
const sealedAfter = (left: LeftLog): Source => ({
  ...sealed,
  proof: `nullif(concat_ws(',', ${stating(left)}, ${sealed.proof}), '')`,
});

/** What remains in segments that archived events lie in, in the order of the seal. */
const remaining = (left: LeftLog): Source => ({
  from: `audit_leaves l JOIN audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
         JOIN ${segmentWhere('number = l.segment')}`,
  proof: `concat_ws(',', ${stating(left)}, '"remaining":"' || encode(l.path, 'hex') || '"',
            CASE WHEN lag(l.segment) OVER (ORDER BY l.seq) IS DISTINCT FROM l.segment
                 THEN '"segments":[' || ${segmentJson('s')} || ']' END)`,
  order: 'l.seq',
});

/** Events that wait for the seal. */
const waiting: Source = {
  from: `audit_unsealed u JOIN audit_events e ON e.occurred_at = u.occurred_at AND e.id = u.event_id
         CROSS JOIN (SELECT NULL::bigint AS seq, NULL::bytea AS leaf) l`,
  proof: 'NULL',
  order: 'e.id',
};

/** Some events, each with its path, and its segment where it is not that of the event before. */
const chosen: Source = {
  from: `audit_events e LEFT JOIN audit_leaves l ON l.occurred_at = e.occurred_at AND l.event_id = e.id
         LEFT JOIN ${segmentWhere('number = l.segment')}`,
  proof: `CASE WHEN l.seq IS NOT NULL THEN '"path":"' || encode(l.path, 'hex') || '"' ||
            CASE WHEN lag(l.segment) OVER (ORDER BY e.occurred_at, e.id) IS DISTINCT FROM l.segment
                 THEN ',"segments":[' || ${segmentJson('s')} || ']' ELSE '' END END`,
  order: 'e.occurred_at, e.id',
};

/** As `chosen`, without what opens the commitments: no erasure could reach it where these events go. */
const bare: Source = { ...chosen, opened: `CROSS JOIN (SELECT '{}'::jsonb AS opened) p` };

const cell = (heading: (typeof csvHeadings)[number]) => (columns[heading][1] ? asText(heading) : heading);

// OFFSET 0 keeps what is inside from being computed once for every place that names it. A text that cannot be read is
// null there: a log that was damaged is to be exported all the same.
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

/** JSON has neither of these signs outside an escape, so no line is ever quoted. */
const plainLines = `FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'`;

/** The planner's settings for `completeSql`: rows come in the order of the index, so that nothing is ever sorted. */
export const inOrder = {
  enable_sort: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  max_parallel_workers_per_gather: '0',
};

/**
 * The statements that write everything: what is sealed, in its order, and then what waits for it. Where months have
 * left the log, first what remains beside them, each event with its path.
 *
 * @param most each gives no more events than this
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

/** The statement that writes some events, oldest first. COPY takes no parameters: the values become literals. */
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

/** Counts the events that `filteredSql` writes. @param most counts no further than this */
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
  // ISO 8601 has years before 1 and after 9999 that PostgreSQL does not read.
  if (value instanceof Date) return `to_timestamp(${value.getTime() / 1000})`;
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  throw new TypeError(`no literal for ${typeof value}`);
}
