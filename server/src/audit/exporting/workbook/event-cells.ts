import type { AuditEventView } from '../../audit.contract.ts';
import { viewOf } from '../../audit-view.ts';
import { type ExportedRow, unreadableMark } from '../export-format.ts';
import type { Cell } from './cell.ts';
import { changesWords, factsWords, type NameOf } from './change-words.ts';
import { actionWords } from './code-words.ts';

type Given = { row: Pick<ExportedRow, 'seq' | 'leaf'>; event: AuditEventView; nameOf: NameOf };
type Column = { heading: string; width: number; cell: (given: Given) => Cell };

const column = (heading: string, width: number, cell: Column['cell']): Column => ({ heading, width, cell });

const wrapped = (text: string | null): Cell =>
  text === null || text === '' ? null : { text, style: 'wrapped' };

/**
 * The columns of an event in a report, in the order of the sheet: first what is read, then ids and hashes.
 */
const columns: readonly Column[] = [
  column('Time (UTC)', 24, ({ event }) => new Date(event.occurredAt)),
  column('What happened', 30, ({ event }) => actionWords(event.action)),
  column('Action', 26, ({ event }) => event.action),
  column('Who', 24, ({ event }) => event.actor.name),
  column('Roles', 14, ({ event }) => event.actor.roles.join(', ')),
  column('On behalf of', 20, ({ event }) => event.onBehalfOf?.name ?? null),
  column('Record type', 16, ({ event }) => event.target.type),
  column('Record', 36, ({ event }) => event.target.label),
  column('Reason', 40, ({ event }) => wrapped(event.reason)),
  column('Changes', 60, ({ event, nameOf }) => wrapped(changesWords(event.changes, nameOf))),
  column('Facts', 50, ({ event, nameOf }) => wrapped(factsWords(event.facts, nameOf))),
  column('Record id', 38, ({ event }) => event.target.id),
  column('Belongs to', 16, ({ event }) => event.root.type),
  column('Belongs to id', 38, ({ event }) => event.root.id),
  column('Request id', 38, ({ event }) => event.requestId),
  column('Address', 18, ({ event }) => event.address),
  column('Client', 30, ({ event }) => event.client),
  column('Who (type)', 10, ({ event }) => event.actor.type),
  column('Who (id)', 38, ({ event }) => event.actor.id),
  column('Event id', 38, ({ event }) => event.id),
  column('Position in the log', 12, ({ row }) => row.seq),
  column('Leaf hash', 66, ({ row }) => row.leaf),
];

export const eventHeadings: readonly Cell[] = columns.map(({ heading }) => ({
  text: heading,
  style: 'heading',
}));
/** The columns by name. */
const columnOf = (heading: string) => columns.findIndex((each) => each.heading === heading);
const beside = {
  action: columnOf('Action'),
  seq: columnOf('Position in the log'),
  leaf: columnOf('Leaf hash'),
};
export const eventWidths: readonly number[] = columns.map(({ width }) => width);

/** An event as an export has it; without `event` where its text cannot be read. */
export type ReadRow = { row: ExportedRow; event: AuditEventView | undefined };

/** @param line of a JSONL export */
export function readRow(line: string): ReadRow {
  const row = JSON.parse(line) as ExportedRow;
  return { row, event: viewOf({ body: row.body, opened: row.personal }) };
}

export const cellsOfEvent = ({ row, event }: ReadRow, nameOf: NameOf): Cell[] =>
  event ? columns.map(({ cell }) => cell({ row, event, nameOf })) : damagedCells(row);

/** The cells of an event whose text cannot be read. */
function damagedCells({ seq, leaf }: ExportedRow): Cell[] {
  const cells: Cell[] = columns.map(() => null);
  cells[beside.action] = { text: unreadableMark, style: 'heading' };
  [cells[beside.seq], cells[beside.leaf]] = [seq, leaf];
  return cells;
}
