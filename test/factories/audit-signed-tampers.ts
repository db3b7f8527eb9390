// What somebody may do to an export who has the key of exports, too, and signs the file: only what was sealed speaks
// against it.
import { commitmentsOf, isErased } from '../../server/src/audit/commitment.ts';
import type { ExportedRow } from '../../server/src/audit/exporting/export-format.ts';
import { leafHash } from '../../server/src/audit/sealing/merkle.ts';
import { onDay } from './audit-export.ts';

export const withLeaf = (row: ExportedRow, body: string): ExportedRow => ({
  ...row,
  body,
  leaf: leafHash(body).toString('hex'),
});

export function rowAt(rows: readonly ExportedRow[], index: number): ExportedRow {
  const row = rows[index];
  if (!row) throw new Error('no such row');
  return row;
}

type Rows = ExportedRow[];
const withPersonal = (row: ExportedRow, personal: ExportedRow['personal']): ExportedRow => ({
  ...row,
  personal,
});
const erasedOf = (body: string) =>
  body.startsWith('{"action":"user.erasure_request"')
    ? (JSON.parse(body) as { target: { id: string } }).target.id
    : undefined;

/** The values of which a row's text says whose they are: by commitment, and whether they read as erased. */
const statedOf = ({ body, personal }: ExportedRow) =>
  (commitmentsOf(body) ?? []).flatMap(({ commitment, of }) =>
    of === undefined ? [] : [{ commitment, of, isErased: isErased(personal[commitment]) }],
  );

/** A value of a row, read as erased. @returns undefined where the row has none that fits */
function readAsErased(rows: Rows, at: number, fits: (of: string) => boolean): Rows | undefined {
  const row = rowAt(rows, at);
  const value = statedOf(row).find(({ of, isErased: isGone }) => !isGone && fits(of));
  return value && rows.with(at, withPersonal(row, { ...row.personal, [value.commitment]: onDay }));
}

/**
 * What is done to the rows, and which of them were touched; undefined where this kind cannot be done to them. `all` are
 * those of the log, of a complete export: which erasures there were, one with a filter does not show.
 */
export const onSignedRows: Record<
  string,
  (rows: Rows, at: number, all: Rows | undefined) => [Rows, number, number] | undefined
> = {
  'a value that reads as erased, though nobody asked for it': (rows, at, all) => {
    if (!all) return undefined;
    const erased = new Set(all.map(({ body }) => erasedOf(body)));
    const made = readAsErased(rows, at, (of) => of !== '' && !erased.has(of));
    return made ? [made, at, at] : undefined;
  },
  'a value that reads as erased, and is nobody’s': (rows, at) => {
    const made = readAsErased(rows, at, (of) => of === '');
    return made && [made, at, at];
  },
  'a value that is neither there nor erased': (rows, at) => {
    const [value] = statedOf(rowAt(rows, at));
    if (!value) return undefined;
    const { [value.commitment]: _, ...personal } = rowAt(rows, at).personal;
    return [rows.with(at, withPersonal(rowAt(rows, at), personal)), at, at];
  },
  'an erasure that is said to be of another person': (rows, at) => {
    const from = rows.findIndex(({ body }, index) => index >= at && erasedOf(body) !== undefined);
    if (from < 0) return undefined;
    const body = rowAt(rows, from).body.replace(/"target":{"id":"p\d"/, '"target":{"id":"somebody"');
    return [rows.with(from, withLeaf(rowAt(rows, from), body)), from, from];
  },
  'an erasure that was slipped in': (rows, at) => {
    const request = rows.find(({ body }) => erasedOf(body) !== undefined);
    if (!request) return undefined;
    const body = request.body.replace(/"target":{"id":"p\d"/, '"target":{"id":"somebody"');
    return [rows.toSpliced(at, 0, { ...withLeaf(rowAt(rows, at), body), personal: {} }), at, at + 1];
  },
};
