import { escapeLiteral } from 'pg';
import type { z } from 'zod';
import type { auditExportFormat } from './audit.contract.ts';
import { erased } from './audit-body.ts';
import type { Narrowing } from './audit.queries.ts';

export type AuditExportFormat = z.infer<typeof auditExportFormat>;

/**
 * Signs that make a spreadsheet take a cell for a formula (OWASP, CSV Injection), and the apostrophe itself. A cell
 * that begins with one gets an apostrophe before it; so whoever reads the file back removes the first apostrophe of
 * every cell that begins with one, and has the values as they were.
 */
export const formulaSigns = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'"];

/** Heading → SQL of the value, and whether a person or a program outside may have written it. */
const columns: readonly (readonly [heading: string, sql: string, isForeign: boolean])[] = [
  ['id', 'e.id', false],
  ['occurred_at', `to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, false],
  ['action', 'e.action', true],
  ['actor_type', 'e.actor_type', false],
  ['actor_id', 'e.actor_id', true],
  ['actor_name', shown('actor,name'), true],
  ['on_behalf_of', 'e.on_behalf_of', true],
  ['target_type', 'e.target_type', true],
  ['target_id', 'e.target_id', true],
  ['target_label', shown('target,label'), true],
  ['root_type', 'e.root_type', true],
  ['root_id', 'e.root_id', true],
  ['reason', shown('reason'), true],
  ['request_id', 'e.request_id', true],
  ['address', shown('address'), true],
  ['client', shown('client'), true],
  ['body', 'e.body', false],
  ['personal', 'p.opened', false],
];

/** The columns of the CSV, in order. */
export const csvHeadings = columns.map(([heading]) => heading);

/** A value of the body as a person reads it: in place of a commitment what opens it. */
function shown(path: string): string {
  const value = `b.body #> '{${path}}'`;
  return `CASE jsonb_typeof(${value}) WHEN 'object' THEN coalesce(p.opened -> (${value} ->> '$personal') ->> 'value', ${escapeLiteral(erased)}) ELSE ${value} #>> '{}' END`;
}

const asText = (cell: string) =>
  `CASE WHEN left(${cell}, 1) IN (${formulaSigns.map(escapeLiteral).join(', ')}) THEN '''' || ${cell} ELSE ${cell} END`;

const opened = `CROSS JOIN LATERAL (
    SELECT audit_openings(v.opened) AS opened FROM audit_personal_values v
     WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) p`;

// OFFSET 0 keeps what is inside from being computed once for every place that names it.
const csv = (where: string) => `
  SELECT ${columns.map(([heading, , isForeign]) => `${isForeign ? asText(heading) : heading} AS ${heading}`).join(', ')}
    FROM (SELECT ${columns.map(([heading, sql]) => `${sql} AS ${heading}`).join(', ')}
            FROM audit_events e ${opened} CROSS JOIN LATERAL (SELECT e.body::jsonb AS body OFFSET 0) b
           WHERE ${where} ORDER BY e.occurred_at, e.id OFFSET 0) event`;

const jsonl = (where: string) => `
  SELECT '{"body":' || to_json(e.body) || ',"personal":' || p.opened || '}'
    FROM audit_events e ${opened}
   WHERE ${where} ORDER BY e.occurred_at, e.id`;

/** JSON has neither of these signs outside an escape, so no line is ever quoted. */
const plainLines = `FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'`;

/**
 * The statement that writes an export, oldest event first. COPY takes no parameters: the values become literals.
 */
export function copySql(
  format: AuditExportFormat,
  { conditions }: Narrowing,
  values: readonly unknown[],
): string {
  const where = conditions.join(' AND ');
  const statement =
    format === 'csv'
      ? `COPY (${csv(where)}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')`
      : `COPY (${jsonl(where)}) TO STDOUT (${plainLines}, ENCODING 'UTF8')`;
  return statement.replace(/\$(\d+)/g, (_, place: string) => literal(values[Number(place) - 1]));
}

/** @throws TypeError for a value that no filter has */
export function literal(value: unknown): string {
  if (typeof value === 'string') return escapeLiteral(value);
  if (value instanceof Date) return escapeLiteral(value.toISOString());
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  throw new TypeError(`no literal for ${typeof value}`);
}
