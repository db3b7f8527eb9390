import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { day, workbook } from '../../../../../test/factories/workbooks.ts';
import { readTables } from '../../reads/tables.ts';
import { SheetError } from '../sheet.error.ts';
import { UnreadableWorkbook } from './unreadable-workbook.error.ts';
import { workbookSources } from './workbook.reader.ts';
import { readZip, ZipError } from './zip.ts';

const rowsOf = async (bytes: Buffer) =>
  [...(await workbookSources(bytes))[0]!.records()].map(({ cells }) => cells);

describe('a workbook', () => {
  it('is read as its reader sees it: days, numbers, truth, blanks, row numbers', async () => {
    const rows = await rowsOf(
      workbook({
        a: [
          ['alias', 'day', 'n'],
          [],
          ['1E5', day(44317), 0.1 + 0.2],
          [
            ' b ',
            { xml: (place) => `<c r="${place}" t="b"><v>1</v></c>` },
            { xml: (p) => `<c r="${p}"><v>1.0E-2</v></c>` },
          ],
          [
            '=SUM(A1)',
            { xml: (place) => `<c r="${place}" t="str"><f>A1&amp;"x"</f><v>1x</v></c>` },
            12345678,
          ],
        ],
      }),
    );
    expect(rows).toEqual([
      ['alias', 'day', 'n'],
      ['', '', ''],
      ['1E5', '2021-05-01', '0.3'],
      [' b ', 'TRUE', '0.01'],
      ['=SUM(A1)', '1x', '12345678'],
    ]);
  });

  it('loses NULs and halves of characters, which a database cannot keep', async () => {
    const rows = await rowsOf(workbook({ a: [['a_x0000_b', 'c_xD800_d', '_x005F_x0041_']] }));
    expect(rows[0]?.[0]).not.toContain('\0');
    expect(rows[0]?.every((cell) => cell.isWellFormed())).toBe(true);
  });

  it('may have all tables, by any name, and sheets that are none', async () => {
    const tables = await readTables(
      workbook({
        'Read me': [['How to fill this in']],
        'My plants': [
          ['alias', 'title', 'taxon_id', 'sample_attribute[altitude]', 'status'],
          ['P1', 'Plant', 4113, 12, 'add'],
        ],
        exps: [
          ['alias', 'study_alias', 'sample_alias', 'library_strategy', 'instrument_model'],
          ['E1', 'ST', 'P1', 'WGS', 'NextSeq 550'],
        ],
        r: [
          ['alias', 'experiment_alias', 'file_name', 'file_type'],
          ['R1', 'E1', 'a.fastq.gz', 'fastq'],
        ],
        studies: [
          ['alias', 'title', 'study_type', 'study_abstract'],
          ['ST', 'A study of plants', 'Other', 'Why'],
        ],
      }),
    );
    expect(tables.study).toEqual({ alias: 'ST', title: 'A study of plants', description: 'Why' });
    expect(tables.reads.map(({ kind, sheet }) => [kind, sheet])).toEqual([
      ['experiments', 'exps'],
      ['runs', 'r'],
      ['studies', 'studies'],
    ]);
    expect(tables.samples?.sheet).toBe('My plants');
    expect(tables.samples?.columns.map(({ field, role }) => [field, role])).toContainEqual([
      'altitude',
      'attribute',
    ]);
    expect(tables.samples?.notes.map(({ rule, column }) => [rule, column])).toEqual([
      ['sheet.ignored', null],
      ['sheet.instruction', 'E'],
    ]);
  });

  it('names the sheet of what is wrong', async () => {
    const bytes = workbook({
      samples: [['sample_alias'], ['A']],
      reads: [
        ['sample', 'forward_file_name', 'sample_alias'],
        ['A', 'a', 'b'],
      ],
    });
    const error = await readTables(bytes).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SheetError);
    expect((error as SheetError).errors?.map(({ path }) => path)).toEqual(['sheet reads, row 1 column C']);
  });

  it('may not hold the same records twice', async () => {
    const table = [['sample_alias'], ['A']];
    await expect(readTables(workbook({ a: table, b: table }))).rejects.toThrow(/“a” and “b” hold the same/);
  });
});

describe('a hostile workbook', () => {
  const cases: [name: string, bytes: () => Buffer][] = [
    ['a cell in the last row of all', () => sheetWith('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')],
    ['a cell in the last column of all', () => sheetWith('<row r="1"><c r="XFD1"><v>1</v></c></row>')],
    ['a row number in single quotes', () => sheetWith("<row r='1048576000'><c r='A1048576000'/></row>")],
    ['a row number with an exponent', () => sheetWith('<row r="1e9"><c r="A1"><v>1</v></c></row>')],
    ['a column in single quotes', () => sheetWith("<row r='1'><c r='ZZZZZZ1'><v>1</v></c></row>")],
    ['a cell with an exponent', () => sheetWith('<row><c r="A1e9"><v>1</v></c></row>')],
    ['spaces around the place', () => sheetWith('<row r = "1e9"/><row\nr\n=\n"900000000"/>')],
    ['a place written in references', () => sheetWith('<row r="&#49;e9"/>')],
    ['a place behind many others', () => sheetWith(`<row ${'a="b" '.repeat(200)} r="900000000"/>`)],
    ['a prefixed row', () => sheetWith('<averyveryverylongprefix:row r="900000000"/>')],
    ['a prefixed place', () => sheetWith('<row x:r="900000000"/>')],
    ['a place stated twice', () => sheetWith('<row r="1" x:r="900000000"/>')],
    ['a place out of order', () => sheetWith('<row r="5"/><row r="4"/>')],
    ['the cells of a sheet in several parts', () => sheetWith('<row r="25000"/></sheetData><sheetData>')],
    ['rows without end', () => sheetWith('<row/>'.repeat(30_000))],
    ['formats without end', () => workbook({ a: [['sample_alias'], ['A']] }, styles('<xf/>'.repeat(80_000)))],
    ['cells far apart in many sheets', () => scattered()],
    ['attributes without end', () => sheetWith(`<a ${attributes}/>`)],
    ['attributes without end behind a mark', () => sheetWith(`<a b=">" ${attributes}/>`)],
    ['a tag inside a tag', () => sheetWith(`<a b="<a ${'>'.repeat(9)}"/>`)],
    ['a sheet by another name', () => elsewhere("<row r='900000000'/>")],
    ['a sheet by another name and a plain place', () => elsewhere('<row r="900000"/>')],
    ['entities', () => sheetWith('', '<!DOCTYPE x [<!ENTITY a "aaaa">]>')],
    ['a formula without a result', () => sheetWith('<row r="1"><c r="A1" t="str"><f>1+1</f></c></row>')],
    [
      'a text that is not in the list of texts',
      () => sheetWith('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'),
    ],
    ['broken XML', () => sheetWith('<row r="1"><c r="A1"')],
    ['no workbook inside', () => workbook({}).subarray(0, 60)],
    ['a bomb', () => bomb()],
  ];
  it.each(cases)('with %s is refused', async (_name, bytes) => {
    await expect(readTables(bytes())).rejects.toBeInstanceOf(SheetError);
  });

  it('is refused before it is parsed', async () => {
    for (const rows of ["<row r='900000000'/>", '<row r="1e9"/>', '<row><c r="A1e9"/></row>'])
      await expect(workbookSources(sheetWith(rows))).rejects.toThrow(/too large/);
    await expect(workbookSources(scattered())).rejects.toThrow(/too far apart/);
    for (const tag of [`<a ${attributes}/>`, `<a b=">" ${attributes}/>`, '<a b="<a"/>'])
      await expect(workbookSources(sheetWith(tag))).rejects.toThrow(/A tag in it is longer/);
  });

  it('is told from one whose writer adds attributes of its own', async () => {
    const rows = `<x:row r="2" spans='1:2' x14ac:dyDescent="0.25" ><x:c s="1" r="B2" t="str"><x:v>&gt; b</x:v></x:c></x:row>`;
    expect(await rowsOf(sheetWith(rows))).toEqual([
      ['', ''],
      ['', '> b'],
    ]);
  });

  it('is told from one with comments and marks in its texts', async () => {
    const rows = `<!-- it's "<a -->"><row r="1"><c r="A1" t="str"><v><![CDATA[<b>'"]]>it's "so"</v></c></row>`;
    expect(await rowsOf(sheetWith(rows))).toHaveLength(1);
  });

  it('that names one sheet twice is read once', async () => {
    const bytes = workbook(
      { a: [['sample_alias'], ['A']], b: [] },
      { 'xl/_rels/workbook.xml.rels': relationships('worksheets/sheet1.xml', 'worksheets/sheet1.xml') },
    );
    expect(await workbookSources(bytes)).toHaveLength(1);
  });

  it('does not unpack more than it may', async () => {
    await expect(readZip(bomb(), () => true, 1_000_000)).rejects.toBeInstanceOf(ZipError);
  });

  it('is refused, or read, whichever byte of it is damaged', async () => {
    const good = workbook({ a: [['sample_alias'], ['A']] });
    for (let at = 0; at < good.length; at += 7) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0x15;
      await workbookSources(bytes).catch((error: unknown) =>
        expect(error).toBeInstanceOf(UnreadableWorkbook),
      );
    }
  });
});

function sheetWith(rows: string, before = ''): Buffer {
  const xml = `${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
  return workbook({ a: [] }, { 'xl/worksheets/sheet1.xml': xml });
}

const relationships = (...targets: string[]) => {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
  const each = targets.map(
    (target, index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `<Relationships>${each.join('')}</Relationships>`;
};

const attributes = Array.from({ length: 100_000 }, (_, index) => `a${index}=""`).join(' ');

/** A workbook whose sheet lies in a file that is not among the sheets. */
const elsewhere = (rows: string) =>
  workbook(
    { a: [] },
    {
      'xl/_rels/workbook.xml.rels': relationships('other.xml'),
      'xl/other.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    },
  );

const styles = (formats: string) => ({
  'xl/styles.xml': `<styleSheet><cellXfs>${formats}</cellXfs></styleSheet>`,
});

/** Some rows that state their last place only, in many sheets: the table of each would have 25 million places. */
function scattered(): Buffer {
  const names = Array.from({ length: 25 }, (_, index) => `s${index}`);
  const xml = `<worksheet><sheetData><row r="1"><c r="ALL1"><v>1</v></c></row><row r="25000"><c r="A25000"><v>1</v></c></row></sheetData></worksheet>`;
  const files = names.map((_, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml] as const);
  return workbook(Object.fromEntries(names.map((name) => [name, []])), Object.fromEntries(files));
}

/** A few hundred kilobytes that unpack to 200 MB, and say that they are 10 bytes. */
function bomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 0x20), { level: 1 });
  const name = Buffer.from('xl/workbook.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(10, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(10, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}
