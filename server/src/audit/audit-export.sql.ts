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

/** Heading → SQL; what a person may have written goes through `text`. */
const columns: Readonly<Record<string, string>> = {
  id: 'e.id',
  occurred_at: `to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  action: text('e.action'),
  actor_type: 'e.actor_type',
  actor_id: text('e.actor_id'),
  actor_name: text(shown('actor,name')),
  on_behalf_of: text('e.on_behalf_of'),
  target_type: text('e.target_type'),
  target_id: text('e.target_id'),
  target_label: text(shown('target,label')),
  root_type: text('e.root_type'),
  root_id: text('e.root_id'),
  reason: text(shown('reason')),
  request_id: text('e.request_id'),
  address: text(shown('address')),
  client: text(shown('client')),
  body: 'e.body',
  personal: `coalesce(p.list::text, '[]')`,
};

/** The columns of the CSV, in order. */
export const csvHeadings = Object.keys(columns);

function text(sql: string): string {
  return `(SELECT CASE WHEN left(cell, 1) IN (${formulaSigns.map(escapeLiteral).join(', ')}) THEN '''' || cell ELSE cell END FROM (SELECT ${sql} OFFSET 0) AS given (cell))`;
}

/** A value of the body as a person reads it: in place of a commitment what opens it. */
function shown(path: string): string {
  const value = `b.body #> '{${path}}'`;
  return `CASE jsonb_typeof(${value}) WHEN 'object' THEN coalesce(p.texts ->> (${value} ->> '$personal'), ${escapeLiteral(erased)}) ELSE ${value} #>> '{}' END`;
}

const personal = `
  LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(o ->> 'sha256', o ->> 'value') AS texts, jsonb_agg(o || jsonb_build_object('personId', nullif(v.person_id, ''))) AS list
      FROM audit_personal_values v CROSS JOIN LATERAL jsonb_array_elements(v.opened) AS o
     WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) p ON true`;

const csv = (where: string) => `
  SELECT ${Object.entries(columns)
    .map(([heading, sql]) => `${sql} AS ${heading}`)
    .join(', ')}
    FROM audit_events e ${personal} CROSS JOIN LATERAL (SELECT e.body::jsonb AS body OFFSET 0) b
   WHERE ${where} ORDER BY e.occurred_at, e.id`;

const jsonl = (where: string) => `
  SELECT '{"body":' || to_json(e.body) || ',"personal":' || coalesce(p.list::text, '[]') || '}'
    FROM audit_events e ${personal}
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
