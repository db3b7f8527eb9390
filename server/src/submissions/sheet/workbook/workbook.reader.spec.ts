import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { day, workbook } from '../../../../../test/factories/workbooks.ts';
import { readTables } from '../../reads/tables.ts';
import { SheetError } from '../sheet.error.ts';
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

  it('does not unpack more than it may', async () => {
    await expect(readZip(bomb(), () => true, 1_000_000)).rejects.toBeInstanceOf(ZipError);
  });

  it('is refused, or read, whichever byte of it is damaged', async () => {
    const good = workbook({ a: [['sample_alias'], ['A']] });
    for (let at = 0; at < good.length; at += 7) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0x15;
      await readTables(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(SheetError));
    }
  });
});

function sheetWith(rows: string, before = ''): Buffer {
  const xml = `${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
  return workbook({ a: [] }, { 'xl/worksheets/sheet1.xml': xml });
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
