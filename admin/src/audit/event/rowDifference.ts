import { diffArrays } from 'diff';

export type TableRow = Readonly<Record<string, unknown>>;
export type RowChange =
  | { change: 'added'; after: TableRow }
  | { change: 'removed'; before: TableRow }
  | { change: 'changed'; before: TableRow; after: TableRow };
export type RowDifference = {
  columns: string[];
  rows: RowChange[];
  /** How many rows are the same before and after. */
  alike: number;
};

export const isTable = (value: unknown): value is TableRow[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));

/** Columns that may name a row, in the order in which they are tried. */
const names = ['id', 'alias', 'accession', 'name', 'field', 'path'];

const textOf = (row: TableRow) => JSON.stringify(row, Object.keys(row).sort());

/** The column that names every row of both tables, each once. */
const nameOf = (...tables: readonly (readonly TableRow[])[]): string | undefined =>
  names.find((name) =>
    tables.every((rows) => {
      const values = rows.map((row) => row[name]);
      return values.every((value) => typeof value === 'string') && new Set(values).size === rows.length;
    }),
  );

const byName = (before: readonly TableRow[], after: readonly TableRow[], name: string): RowChange[] => {
  const was = new Map(before.map((row) => [row[name], row]));
  const is = new Set(after.map((row) => row[name]));
  const gone = before.filter((row) => !is.has(row[name]));
  const rest = after.flatMap((row): RowChange[] => {
    const earlier = was.get(row[name]);
    if (earlier === undefined) return [{ change: 'added', after: row }];
    return textOf(earlier) === textOf(row) ? [] : [{ change: 'changed', before: earlier, after: row }];
  });
  return [...gone.map((row): RowChange => ({ change: 'removed', before: row })), ...rest];
};

/** Compares rows without names in their order: a row removed and a row added in one place count as one changed row. */
const byPlace = (before: readonly TableRow[], after: readonly TableRow[]): RowChange[] => {
  const parts = diffArrays(before.map(textOf), after.map(textOf));
  let [was, is] = [0, 0];
  let gone: TableRow[] = [];
  const changes: RowChange[] = [];
  const leave = () => {
    changes.push(...gone.map((row): RowChange => ({ change: 'removed', before: row })));
    gone = [];
  };
  for (const { added, removed, value } of parts) {
    const count = value.length;
    if (removed) {
      gone.push(...before.slice(was, was + count));
      was += count;
    } else if (added) {
      for (const row of after.slice(is, is + count)) {
        const earlier = gone.shift();
        changes.push(
          earlier === undefined
            ? { change: 'added', after: row }
            : { change: 'changed', before: earlier, after: row },
        );
      }
      leave();
      is += count;
    } else {
      leave();
      was += count;
      is += count;
    }
  }
  leave();
  return changes;
};

/** The changes of a table's rows; unchanged rows are only counted. */
export const rowDifference = (before: readonly TableRow[], after: readonly TableRow[]): RowDifference => {
  const name = nameOf(before, after);
  const rows = name === undefined ? byPlace(before, after) : byName(before, after, name);
  const shown = rows.flatMap((row) => [
    ...('before' in row ? Object.keys(row.before) : []),
    ...('after' in row ? Object.keys(row.after) : []),
  ]);
  const columns = [...new Set([...(name === undefined ? [] : [name]), ...shown])];
  const alike = after.length - rows.filter(({ change }) => change !== 'removed').length;
  return { columns: rows.length === 0 ? [] : columns, rows, alike };
};
