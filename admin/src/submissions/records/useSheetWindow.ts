import { useMediaQuery } from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useState, type RefObject } from 'react';
import { columnWidth } from './columnWidth.ts';
import type { CellPlace } from './gridKeys.ts';
import { readCell, type SheetColumn } from './sheetColumns.ts';
import type { SheetRows } from './useSheetRows.ts';

export const rowHeight = 36;

/** Widths of the columns that stay in sight, row number and alias, in pixels. */
const fixedWidths = { wide: { number: 52, alias: 190 }, narrow: { number: 40, alias: 116 } };

/** On how many of the first rows the widths are measured: columns must not change their width while one reads. */
const measured = 60;

const useWidths = (rows: SheetRows, columns: readonly SheetColumn[]) => {
  const first = rows.loaded[0]?.id;
  return useMemo(() => {
    const sample = rows.loaded.slice(0, measured);
    return columns.map((column) =>
      columnWidth(
        column.field,
        column.unit,
        sample.map((record) => readCell(record, column)),
      ),
    );
    // oxlint-disable-next-line react/exhaustive-deps
  }, [columns, first]);
};

/** Which rows and columns are in sight, and the way to bring others there. */
export const useSheetWindow = (
  scroller: RefObject<HTMLElement | null>,
  rows: SheetRows,
  columns: readonly SheetColumn[],
) => {
  const fixed = useMediaQuery('(max-width: 719.98px)') ? fixedWidths.narrow : fixedWidths.wide;
  const [isRtl] = useState(() => document.documentElement.dir === 'rtl');
  const widths = useWidths(rows, columns);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the virtualizer's functions
  const vertical = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The head lies above the first row and over the others.
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => widths[at] ?? 120,
    overscan: 3,
    isRtl,
    // The fixed columns take their width from the window.
    scrollPaddingEnd: fixed.number + fixed.alias,
  });
  useEffect(() => horizontal.measure(), [horizontal, widths]);
  const shown = vertical.getVirtualItems();
  return {
    fixed,
    rows: shown,
    cells: horizontal.getVirtualItems(),
    first: shown[0]?.index ?? 0,
    last: shown.at(-1)?.index ?? 0,
    height: vertical.getTotalSize(),
    width: fixed.number + fixed.alias + horizontal.getTotalSize(),
    show: ({ row, column }: CellPlace) => {
      vertical.scrollToIndex(row, { align: 'auto' });
      if (column >= 0) horizontal.scrollToIndex(column, { align: 'auto' });
    },
  };
};
