import type { Sheet, SheetRow } from '../../server/src/submissions/sheet/sheet.ts';
import type { SampleInput, SheetContext } from '../../server/src/validation/validation.contract.ts';

/** A portal sample sheet as text: the checklist row, the header, the units where some are given, the rows. */
export function sheetText(
  rows: readonly (readonly string[])[],
  header: readonly string[] = [
    'tax_id',
    'scientific_name',
    'sample_alias',
    'sample_title',
    'sample_description',
  ],
  { checklist = 'ERC000011', units = undefined as readonly string[] | undefined, lineEnd = '\n' } = {},
): string {
  const unitsRow = units ? [['#units', ...units.slice(1)]] : [];
  const all = [['Checklist', checklist, 'a checklist'], header, ...unitsRow, ...rows];
  return all.map((cells) => cells.join('\t') + lineEnd).join('');
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const cell = ({ cells }: SheetRow, index: number) => cells[index] ?? '';

/** The samples of a sheet as the validation takes them. */
export function* samplesOf(sheet: Sheet): Generator<SampleInput> {
  const own = (role: string) => sheet.columns.find((column) => column.role === role)?.index ?? -1;
  const [alias, title, description, taxonId, name] = [
    'alias',
    'title',
    'description',
    'tax_id',
    'scientific_name',
  ].map(own) as [number, number, number, number, number];
  const attributes = sheet.columns.filter((column) => column.role === 'attribute');
  for (const row of sheet.rows) {
    yield {
      type: 'sample',
      row: row.row,
      alias: cell(row, alias),
      title: cell(row, title),
      description: cell(row, description),
      taxonId: cell(row, taxonId),
      scientificName: cell(row, name),
      attributes: attributes
        .map(({ index, field, unit }) => ({ field, value: cell(row, index), unit: unit ?? null }))
        .filter(({ value }) => value !== ''),
    };
  }
}

export const contextOf = ({ headerRow, columns, encoding, commentRows }: Sheet): SheetContext => ({
  headerRow,
  columns,
  encoding,
  commentRows,
});
