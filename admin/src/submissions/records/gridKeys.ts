/** Where the focus of the table stands: row from 0; column -1 is the alias, others as in `sheetColumns`. */
export type CellPlace = { row: number; column: number };

type Extent = { rows: number; columns: number; perPage: number };
type Key = { key: string; ctrl: boolean };

const clamp = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), Math.max(most, least));

const steps: Record<string, (place: CellPlace, extent: Extent) => CellPlace> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  Home: ({ row }) => ({ row, column: -1 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  PageDown: ({ row, column }, { perPage }) => ({ row: row + perPage, column }),
  PageUp: ({ row, column }, { perPage }) => ({ row: row - perPage, column }),
  'ctrl Home': () => ({ row: 0, column: -1 }),
  'ctrl End': (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
  'ctrl ArrowDown': ({ column }, { rows }) => ({ row: rows - 1, column }),
  'ctrl ArrowUp': ({ column }) => ({ row: 0, column }),
};

/** Where a key leads from a cell, as in a spreadsheet; undefined for a key that moves nothing. */
export const moved = (from: CellPlace, { key, ctrl }: Key, extent: Extent): CellPlace | undefined => {
  const step = steps[ctrl ? `ctrl ${key}` : key];
  if (step === undefined) return undefined;
  const { row, column } = step(from, extent);
  return { row: clamp(row, 0, extent.rows - 1), column: clamp(column, -1, extent.columns - 1) };
};
