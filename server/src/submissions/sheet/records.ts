import type { SheetText } from './text-encoding.ts';

/** One row of the table: its cells as text, unquoted. */
export type SheetRecord = { row: number; cells: string[] };

/** Read so much at a time; a longer row is read whole. Larger strings would outlive their use: V8 puts them aside. */
const chunkBytes = 64 * 1024;

/** A quoted cell may run over so many lines; beyond that its quote is a plain character. */
const mostLinesOfCell = 200;

/**
 * Splits a tab-separated text into rows and cells, a chunk at a time. Rows are numbered as a spreadsheet numbers
 * them: blank lines count, and a quoted cell with line breaks is one row.
 *
 * Quotes follow what spreadsheets write: a cell that begins and ends with `"` and has every quote inside doubled is
 * unquoted; any other quote (`5" pot`, `"Foo" bar`) is a plain character. A quoted cell may hold line breaks but no
 * tab, so that one stray quote cannot swallow the rows after it. (papaparse takes every leading quote for a quoted
 * cell and mangles these.)
 */
export function* recordsOf(text: SheetText): Generator<SheetRecord> {
  let row = 0;
  const lines = new LineReader(text);
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    row++;
    const cells = line.split('\t');
    if (line.includes('"')) unquote(cells, lines);
    yield { row, cells };
  }
}

function unquote(cells: string[], lines: LineReader): void {
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? '';
    if (!cell.startsWith('"')) continue;
    if (isClosed(cell)) cells[index] = inner(cell);
    else if (index === cells.length - 1) continueOver(lines, cells);
  }
}

/** The last cell of a line opens a quote: it goes on over the next lines if it is closed there before any tab. */
function continueOver(lines: LineReader, cells: string[]): void {
  let cell = cells.at(-1) ?? '';
  for (let ahead = 0; ahead < mostLinesOfCell; ahead++) {
    const line = lines.peek(ahead);
    if (line === undefined) return;
    const tab = line.indexOf('\t');
    cell += `\n${tab === -1 ? line : line.slice(0, tab)}`;
    if (isClosed(cell)) {
      lines.skip(ahead + 1);
      const rest = tab === -1 ? [] : line.slice(tab + 1).split('\t');
      cells.splice(cells.length - 1, 1, inner(cell), ...rest);
      return;
    }
    if (tab !== -1) return;
  }
}

/** Whether the first quote that is not one of a pair is the cell's last character. */
function isClosed(cell: string): boolean {
  let quote = cell.indexOf('"', 1);
  while (quote !== -1 && cell[quote + 1] === '"') quote = cell.indexOf('"', quote + 2);
  return quote > 0 && quote === cell.length - 1;
}

const inner = (cell: string) => cell.slice(1, -1).replaceAll('""', '"');

/** The lines of a text, with a look at those to come. Line ends: LF, CRLF, or CR where the text has no LF. */
class LineReader {
  private lines: string[] = [];
  private at = 0;
  private offset = 0;
  private readonly lineEnd: number;

  constructor(private readonly text: SheetText) {
    this.lineEnd = text.bytes.includes(0x0a) ? 0x0a : 0x0d;
  }

  next(): string | undefined {
    const line = this.peek(0);
    if (line !== undefined) this.at++;
    return line;
  }

  peek(ahead: number): string | undefined {
    while (this.at + ahead >= this.lines.length) {
      if (this.offset >= this.text.bytes.length) return undefined;
      this.lines = [...this.lines.slice(this.at), ...this.nextChunk()];
      this.at = 0;
    }
    const line = this.lines[this.at + ahead] ?? '';
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  skip(count: number): void {
    this.at += count;
  }

  private nextChunk(): string[] {
    const { bytes } = this.text;
    const end = bytes.indexOf(this.lineEnd, Math.min(this.offset + chunkBytes, bytes.length));
    const to = end === -1 ? bytes.length : end;
    const lines = this.text.decode(this.offset, to).split(this.lineEnd === 0x0a ? '\n' : '\r');
    this.offset = to + 1;
    return lines;
  }
}
