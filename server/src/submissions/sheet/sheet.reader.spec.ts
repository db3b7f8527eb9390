import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSheet } from '../../../../test/factories/read-sheet.ts';
import { bytesOf, sheetText } from '../../../../test/factories/sample-sheets.ts';
import { columnLetters } from './column-letters.ts';
import { SheetError } from './sheet.error.ts';
import { mostRows } from './sheet.limits.ts';
import { readSheetInTurns } from './sheet.reader.ts';
import { textSource } from './table-source.ts';

const read = (text: string) => readSheet(bytesOf(text));
const own = ['tax_id', 'scientific_name', 'sample_alias', 'sample_title', 'sample_description'];
const leaf = ['4113', 'Solanum tuberosum', 'leaf-1', 'Leaf 1', ''];

function problemsOf(
  input: string | Uint8Array,
): { row?: number; column?: string; code: string; message: string }[] {
  try {
    readSheet(typeof input === 'string' ? bytesOf(input) : input);
  } catch (error) {
    if (error instanceof SheetError) return [...error.problems];
    throw error;
  }
  throw new Error('the sheet was read');
}
const codesOf = (input: string | Uint8Array) =>
  problemsOf(input).map(({ code, row, column }) => [code, row, column]);

describe('a sample sheet', () => {
  it('gives checklist, columns with their letters and units, and rows with their numbers', () => {
    const header = [...own, 'depth'];
    const sheet = read(
      sheetText([[...leaf, '1.5']], header, { checklist: 'ERC000024:1.3', units: ['', '', '', '', '', 'm'] }),
    );
    expect(sheet).toMatchObject({
      checklist: { accession: 'ERC000024', version: '1.3' },
      encoding: { name: 'utf-8', certain: true },
      headerRow: 2,
      unitsRow: 3,
      rowCount: 1,
      commentRows: [],
      doubtfulCells: [],
    });
    expect(sheet.columns.at(-1)).toEqual({
      index: 5,
      letter: 'F',
      header: 'depth',
      role: 'attribute',
      field: 'depth',
      unit: 'm',
    });
    expect(sheet.columns.map(({ role }) => role)).toEqual([
      'tax_id',
      'scientific_name',
      'alias',
      'title',
      'description',
      'attribute',
    ]);
    expect([...sheet.rows]).toEqual([{ row: 4, cells: [...leaf, '1.5'] }]);
    expect([...sheet.rows]).toHaveLength(1);
  });

  it('does not take the name of the units row for a unit', () => {
    const { columns } = read('depth\tsample_alias\theight\n#units\t\tm\n1\ta\t2\n');
    expect(columns.map(({ unit }) => unit)).toEqual([undefined, undefined, 'm']);
  });

  it('needs neither checklist nor units', () => {
    const sheet = read(`${own.join('\t')}\n${leaf.join('\t')}\n`);
    expect(sheet).toMatchObject({ headerRow: 1, unitsRow: null, rowCount: 1 });
    expect(sheet).not.toHaveProperty('checklist');
  });

  it('reads the checklist in small letters', () => {
    const text = `checklist\terc000028\n${own.join('\t')}\n${leaf.join('\t')}\n`;
    expect(read(text).checklist).toEqual({ accession: 'ERC000028' });
  });

  it('reads the older form', () => {
    const text = `#checklist_accession\tERC000033\n#unique_name_prefix\n${own.join('\t')}\n#template\t\t\n#units\n${leaf.join('\t')}\n`;
    const sheet = read(text);
    expect(sheet).toMatchObject({
      checklist: { accession: 'ERC000033' },
      headerRow: 3,
      unitsRow: 5,
      commentRows: [4],
      rowCount: 1,
    });
    expect([...sheet.rows].map(({ row }) => row)).toEqual([6]);
  });

  it('leaves out empty columns and rows at the end, and keeps row numbers over gaps', () => {
    const sheet = read(
      sheetText([[...leaf, '', ''], ['', ''], [], ['9606', 'Homo sapiens', 'blood'], ['']], [...own, '', '']),
    );
    expect(sheet.columns).toHaveLength(5);
    expect([...sheet.rows].map(({ row, cells }) => [row, cells[2]])).toEqual([
      [3, 'leaf-1'],
      [6, 'blood'],
    ]);
  });

  it('keeps values as they are', () => {
    const [row] = read(sheetText([['4113 ', ' x', 'a\u00a0b', '"a ""quoted"" title"', '']])).rows;
    expect(row?.cells).toEqual(['4113 ', ' x', 'a\u00a0b', 'a "quoted" title', '']);
  });

  it.each([
    ['Sample_Alias', 'alias', 'sample_alias'],
    ['sample alias', 'alias', 'sample_alias'],
    ['taxon_id', 'tax_id', 'tax_id'],
    ['Scientific Name', 'scientific_name', 'scientific_name'],
    ['title', 'title', 'sample_title'],
  ])('takes %s for its own field', (header, role, field) => {
    const others = own.filter((name) => name !== field);
    expect(read(sheetText([['1', '2', '3', '4', '5']], [header, ...others])).columns[0]).toMatchObject({
      header,
      role,
      field,
    });
  });

  it('takes a second name only when the first is not there, and never changes the name of an attribute', () => {
    const { columns } = read(sheetText([[...leaf, 'x', 'y']], [...own, 'title', 'Collection Date']));
    expect(columns.slice(5).map(({ role, field }) => [role, field])).toEqual([
      ['attribute', 'title'],
      ['attribute', 'Collection Date'],
    ]);
  });

  it('lists the cells whose text depends on a guess', () => {
    const text = Buffer.from(sheetText([['4113', 'Linum', 'a', 'S?ller garden', 'plain']]));
    text[text.indexOf('?')] = 0x97;
    const sheet = readSheet(text);
    expect(sheet.encoding).toEqual({ name: 'macintosh', certain: false });
    expect(sheet.doubtfulCells).toEqual([{ row: 3, column: 'D', value: 'Sóller garden' }]);
  });
});

describe('a file that is no sample sheet', () => {
  it.each([
    ['nothing', new Uint8Array(), 'sheet.empty'],
    ['blanks', bytesOf(' \n\t\n'), 'sheet.empty'],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'sheet.binary'],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'sheet.binary'],
    ['a PDF', bytesOf('%PDF-1.7'), 'sheet.binary'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'sheet.binary'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'sheet.binary'],
    ['NULs', Uint8Array.of(65, 0, 0, 66, 0, 0), 'sheet.binary'],
  ])('%s', (_, bytes, code) => {
    expect(codesOf(bytes)).toEqual([[code, undefined, undefined]]);
  });

  it('says how to save a workbook', () => {
    expect(problemsOf(Uint8Array.of(0x50, 0x4b, 3, 4))[0]?.message).toMatch(
      /Excel workbook.*save it as tab-delimited text/,
    );
  });

  it.each([
    ['no header', sheetText([leaf], ['4113', 'x', 'y']), 'sheet.no_header', 2],
    ['only a checklist row', 'Checklist\tERC000011\n', 'sheet.no_header', undefined],
    ['a sheet of reads', 'FileType\tfastq\tRead submission file type\nsample\tstudy\n', 'sheet.reads', 1],
    ['a sheet of reads without its first row', 'sample\tlibrary_strategy\tfile_name\n', 'sheet.reads', 1],
    ['annotated sequences', 'Checklist\tERT000029\tSingle CDS\n', 'sheet.sequences', 1],
    [
      'annotated sequences of webin-cli',
      '#template_accession ERT000002\n#template_accession\tERT000002\n',
      'sheet.sequences',
      2,
    ],
    ['commas', 'tax_id,scientific_name,sample_alias\n1,2,3\n', 'sheet.not_tabs', 1],
    ['quoted commas', '"tax_id","sample_alias"\n1,3\n', 'sheet.not_tabs', 1],
    ['semicolons', 'Checklist;ERC000011\n', 'sheet.not_tabs', 1],
    ['a wrong checklist', sheetText([leaf], own, { checklist: 'ERC11' }), 'sheet.checklist_unreadable', 1],
    ['no samples', sheetText([], own), 'sheet.no_samples', 2],
    ['only units', sheetText([], own, { units: ['', ''] }), 'sheet.no_samples', 2],
  ])('%s', (_, text, code, row) => {
    expect(problemsOf(text)).toMatchObject([row === undefined ? { code } : { code, row }]);
  });

  it('refuses a sheet with too many samples', () => {
    const rows = `${'1\tx\ty\n'.repeat(mostRows)}`;
    expect(codesOf(`tax_id\tscientific_name\tsample_alias\n${rows}1\tx\tz\n`)).toEqual([
      ['sheet.too_many_rows', mostRows, undefined],
    ]);
    expect(
      problemsOf(`tax_id\tscientific_name\tsample_alias\n${rows.repeat(2)}1\tx\tz\n`)[0]?.message,
    ).toContain(`${2 * mostRows + 1} samples; one submission may have ${mostRows}. Divide it into 3 sheets`);
  });

  it('lets others have their turn while it reads a large sheet, and reads the same', async () => {
    const bytes = Buffer.from(sheetText(Array.from({ length: 10_000 }, () => leaf)));
    let turns = 0;
    let counting = setImmediate(function again() {
      turns += 1;
      counting = setImmediate(again);
    });
    const inTurns = await readSheetInTurns(textSource(bytes));
    clearImmediate(counting);
    expect(turns).toBeGreaterThan(5);
    expect([...inTurns.rows]).toEqual([...readSheet(bytes).rows]);
    await expect(async () => readSheetInTurns(textSource(Buffer.from('')))).rejects.toBeInstanceOf(
      SheetError,
    );
  });

  it('refuses a table that lies on its side', () => {
    const header = ['sample_alias', ...Array.from({ length: 1_000 }, (_, n) => `x${n}`)];
    expect(codesOf(sheetText([['a']], header))).toEqual([['sheet.too_many_columns', 2, undefined]]);
  });
});

describe('a sheet with faults in its layout', () => {
  it('names row and column of every value beyond the header', () => {
    expect(codesOf(sheetText([leaf, [...leaf, 'x'], [...leaf, '', 'y'], [...leaf, '', '']]))).toEqual([
      ['sheet.ragged_row', 4, 'F'],
      ['sheet.ragged_row', 5, 'G'],
    ]);
  });

  it('names a column with values and no header once', () => {
    const header = [...own, '', 'depth'];
    expect(
      codesOf(
        sheetText(
          [
            [...leaf, 'x', '1'],
            [...leaf, 'y', '2'],
          ],
          header,
        ),
      ),
    ).toEqual([['sheet.column_without_header', 3, 'F']]);
  });

  it.each([
    [[...own, 'depth', 'depth'], 'G'],
    [[...own, 'Sample_Title'], 'F'],
    [[...own, 'depth', 'x', ' depth '], 'H'],
  ])('names a duplicate header', (header, column) => {
    expect(codesOf(sheetText([leaf], header))).toEqual([['sheet.duplicate_header', 2, column]]);
  });

  it('refuses a cell that no spreadsheet holds', () => {
    expect(codesOf(sheetText([['1', 'x', 'a', 'x'.repeat(32_768)]]))).toEqual([
      ['sheet.cell_too_long', 3, 'D'],
    ]);
  });

  it('lists all problems, up to fifty', () => {
    const problems = problemsOf(
      sheetText(
        Array.from({ length: 80 }, () => [...leaf, 'x']),
        [...own.slice(0, 4), 'sample_title'],
      ),
    );
    expect(problems).toHaveLength(50);
    expect(problems[0]?.code).toBe('sheet.duplicate_header');
    expect(new Set(problems.map(({ row }) => row)).size).toBe(50);
  });

  it('tells the API where and what', () => {
    const error = (() => {
      try {
        return readSheet(bytesOf(sheetText([[...leaf, 'x']])));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      kind: 'invalid',
      code: 'sheet.unreadable',
      errors: [{ path: 'row 3 column F', message: expect.stringContaining('“x”') }],
    });
  });
});

const text = fc.string({
  unit: fc.constantFrom('a', 'B', 'ö', ' ', '-', '5', '"', '漢'),
  minLength: 1,
  maxLength: 8,
});
const written = (cell: string) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell);

it('gives every value back with the row and column it was written to', () => {
  const table = fc.array(fc.array(text, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 });
  const layout = fc.record({ table, gap: fc.nat(3), isUtf16: fc.boolean(), hasUnits: fc.boolean() });
  fc.assert(
    fc.property(layout, ({ table: rows, gap, isUtf16, hasUnits }) => {
      const header = ['sample_alias', ...Array.from({ length: gap }, () => ''), 'x', 'y'];
      const placed = rows.map(([alias = '', x = '', y = '']) => [
        `s${alias}`,
        ...Array.from({ length: gap }, () => ''),
        x,
        y,
      ]);
      const sheet = sheetText(
        placed.map((cells) => cells.map(written)),
        header,
        hasUnits ? { units: header.map(() => 'm') } : {},
      );
      const { rows: readRows, columns } = readSheet(
        isUtf16 ? Buffer.from(`\ufeff${sheet}`, 'utf16le') : bytesOf(sheet),
      );
      const y = columns.find(({ field }) => field === 'y');
      expect(y?.letter).toBe(columnLetters(gap + 2));
      expect([...readRows].map(({ row, cells }) => [row, cells])).toEqual(
        placed.map((cells, index) => [index + (hasUnits ? 4 : 3), cells]),
      );
    }),
    { numRuns: 300 },
  );
});
