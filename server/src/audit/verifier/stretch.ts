// Checks rows of JSONL, whole lines at a time: what each must be in itself, wherever it stands.
import { isUtf8 } from 'node:buffer';
import { isLogText } from '../log-text.ts';
import { type CheckedRows, RowsOfStretch } from './checked-rows.ts';
import { takeRow } from './erased-people.ts';
import { QuickRows } from './quick-row.ts';
import { checkedLeaf } from './row-check.ts';
import { readLine } from './rows.ts';
import { Found } from './verdict.ts';

const newline = '\n';

/**
 * @param bytes whole lines of rows, each with its newline
 * @returns undefined when something is wrong, or unusual: who looks closely will say
 */
export function checkStretch(bytes: Buffer): CheckedRows | undefined {
  if (!isUtf8(bytes) || bytes.includes(0)) return undefined;
  const text = bytes.toString('latin1');
  const quick = new QuickRows(bytes, text);
  const rows = new RowsOfStretch();
  for (let from = 0; from < bytes.length;) {
    const to = text.indexOf(newline, from);
    if (to < 0) return undefined;
    const row = quick.read(from, to);
    if (row?.isClosed) rows.people.lacks ??= 'row';
    const isRight = row ? rows.add(row.leaf, row) : addUsual(rows, bytes.toString('utf8', from, to));
    if (!isRight) return undefined;
    from = to + 1;
  }
  return rows.end();
}

function addUsual(rows: RowsOfStretch, line: string): boolean {
  const row = readLine(line);
  // A log that months have left is always looked at row by row.
  if (!row || row.archived !== undefined || row.remaining !== undefined) return false;
  if (!isLogText(row.body)) return false;
  try {
    const leaf = checkedLeaf(row, '').toString('hex');
    takeRow(rows.people, row, 'row');
    return rows.add(leaf, row);
  } catch (error) {
    if (error instanceof Found) return false;
    throw error;
  }
}
