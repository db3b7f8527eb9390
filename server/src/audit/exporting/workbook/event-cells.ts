import type { AuditEventView } from '../../audit.contract.ts';
import { viewOf } from '../../audit-view.ts';
import { type ExportedRow, unreadableMark } from '../export-format.ts';
import type { Cell } from './cell.ts';

type Given = { row: Pick<ExportedRow, 'seq' | 'leaf'>; event: AuditEventView };
type Column = { heading: string; width: number; cell: (given: Given) => Cell };

const column = (heading: string, width: number, cell: Column['cell']): Column => ({ heading, width, cell });

/** As JSON, where there is something. */
const json = (value: readonly unknown[] | Readonly<Record<string, unknown>>): string =>
  Object.keys(value).length === 0 ? '' : JSON.stringify(value);

/** The columns of an event in a report, in the order of the sheet. */
const columns: readonly Column[] = [
  column('Time (UTC)', 24, ({ event }) => new Date(event.occurredAt)),
  column('Action', 26, ({ event }) => event.action),
  column('Who', 24, ({ event }) => event.actor.name),
  column('Roles', 14, ({ event }) => event.actor.roles.join(', ')),
  column('On behalf of', 20, ({ event }) => event.onBehalfOf?.name ?? null),
  column('Record type', 16, ({ event }) => event.target.type),
  column('Record', 36, ({ event }) => event.target.label),
  column('Record id', 38, ({ event }) => event.target.id),
  column('Belongs to', 16, ({ event }) => event.root.type),
  column('Belongs to id', 38, ({ event }) => event.root.id),
  column('Reason', 40, ({ event }) => event.reason),
  column('Changes', 60, ({ event }) => json(event.changes)),
  column('Facts', 40, ({ event }) => json(event.facts)),
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

/** @param line of a JSONL export */
export function cellsOfEvent(line: string): Cell[] {
  const row = JSON.parse(line) as ExportedRow;
  const event = viewOf({ body: row.body, opened: row.personal });
  return event ? columns.map(({ cell }) => cell({ row, event })) : damagedCells(row);
}

/** The cells of an event whose text cannot be read. */
function damagedCells({ seq, leaf }: ExportedRow): Cell[] {
  const cells: Cell[] = columns.map(() => null);
  cells[beside.action] = { text: unreadableMark, style: 'heading' };
  [cells[beside.seq], cells[beside.leaf]] = [seq, leaf];
  return cells;
}
