import type { Text } from '../../i18n/useText.ts';

export type Total = { count: number; kind: 'exact' | 'capped' | 'estimated' };

const countKeys = {
  exact: 'audit.export.count',
  capped: 'audit.export.countCapped',
  estimated: 'audit.export.countEstimated',
} as const;

type Shown = {
  total: number;
  page: { totalKind: Total['kind'] };
  isPending: boolean;
  isSettling: boolean;
  error: unknown;
};

/**
 * What the list counted under the filter that is in force now.
 *
 * @returns null while it shows the rows of the filter before, has none yet, or could not be fetched
 */
export const totalOf = ({ total, page, isPending, isSettling, error }: Shown): Total | null =>
  isPending || isSettling || error !== null ? null : { count: total, kind: page.totalKind };

/** How many events an export will write, as far as that is known. */
export const countWords = (total: Total | null, text: Text): string =>
  total === null ? text('audit.export.countBeyond') : text(countKeys[total.kind], { count: total.count });
