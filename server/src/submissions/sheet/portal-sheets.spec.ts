import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSheet } from '../../../../test/factories/read-sheet.ts';
import { contextOf, samplesOf } from '../../../../test/factories/sample-sheets.ts';
import { goodProject, today } from '../../../../test/factories/samples.ts';
import { checklistFiles } from '../../../../seeds/checklists/checklist-files.ts';
import { validate } from '../../validation/validate.ts';
import { SheetError } from './sheet.error.ts';

const shared = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'tables');
const checklists = new Map(checklistFiles().map((file) => [file.accession, file]));

function checked(name: string) {
  const sheet = readSheet(readFileSync(join(shared, name)));
  const { checklist = { accession: 'ERC000011' } } = sheet;
  const input = {
    project: goodProject,
    checklist,
    today,
    sheet: contextOf(sheet),
    records: samplesOf(sheet),
  };
  const findings = [...validate(input, checklists.get(checklist.accession))];
  const rules = findings.reduce<Record<string, number>>((counts, { severity, rule }) => {
    counts[`${severity} ${rule}`] = (counts[`${severity} ${rule}`] ?? 0) + 1;
    return counts;
  }, {});
  return { sheet, findings, rules };
}

describe.skipIf(!existsSync(shared))(`real sheets in ${shared} (skipped when they are not there)`, () => {
  it('the potato sheet is fit to be submitted', () => {
    const { sheet, rules } = checked('sample__ERC000011_potato.tsv');
    expect(sheet).toMatchObject({
      checklist: { accession: 'ERC000011' },
      headerRow: 2,
      unitsRow: 3,
      rowCount: 18,
    });
    expect(sheet.columns.find(({ field }) => field === 'geographic location (longitude)')).toMatchObject({
      letter: 'P',
      unit: 'DD',
    });
    expect(rules).toEqual({ 'info column.unknown': 17 });
  });

  it('the beetle sheet, without units, has one misspelt column', () => {
    const { sheet, findings, rules } = checked('sample__PRJEB69220_beetle.tsv');
    expect(sheet).toMatchObject({ unitsRow: null, rowCount: 1, encoding: { name: 'utf-8', certain: true } });
    expect(rules).toEqual({ 'warning column.misspelt': 1 });
    expect(findings[0]).toMatchObject({ row: 2, column: 'L', suggestion: 'identified_by' });
  });

  it('the water sheet is fit to be submitted; four columns differ from fields in case only', () => {
    const { sheet, findings, rules } = checked('sample__ERC000024_mixs_water.tsv');
    expect(sheet).toMatchObject({ checklist: { accession: 'ERC000024' }, rowCount: 41 });
    expect(rules).toEqual({ 'info column.unknown': 15, 'warning column.misspelt': 4 });
    expect(findings.find(({ field }) => field === 'Temperature')).toMatchObject({
      column: 'AD',
      suggestion: 'temperature',
    });
  });

  it('the flax sheet is read as Mac Roman, and asks about its accents and its NAs', () => {
    const { sheet, findings, rules } = checked('sample__linum_crlf_latin1.tsv');
    expect(sheet).toMatchObject({ encoding: { name: 'macintosh', certain: false }, rowCount: 45 });
    expect(sheet.doubtfulCells.map(({ row, column }) => `${column}${row}`)).toEqual(['E4', 'K4', 'K16']);
    expect(sheet.doubtfulCells[1]?.value).toBe('Sóller Botanical garden');
    expect(sheet.doubtfulCells[2]?.value).toBe('Botanischer Garten Universität Lublin');
    expect(rules).toEqual({
      'warning value.encoding': 3,
      'warning missing.placeholder': 33,
      'info coordinate.combined': 1,
    });
    expect(
      findings.filter(({ rule }) => rule === 'missing.placeholder').every(({ value }) => value === 'NA'),
    ).toBe(true);
  });

  it('the template with a version is told which version it was checked against', () => {
    const { sheet, rules } = checked('sample__ERC000011v1.3_template.tsv');
    expect(sheet.checklist).toEqual({ accession: 'ERC000011', version: '1.3' });
    expect(rules).toEqual({ 'info checklist.version': 1, 'info coordinate.combined': 1 });
  });

  it('sheets of reads are told apart', () => {
    const names = readdirSync(shared).filter((name) => name.startsWith('reads__'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const read = () => readSheet(readFileSync(join(shared, name)));
      expect(read, name).toThrow(SheetError);
      expect(read, name).toThrow(/sheet of reads/);
    }
  });

  it('samples of ena-upload-cli are read, but need taxon ids', () => {
    expect(checked(join('ena-upload-cli', 'ENA_template_samples.tsv')).rules).toEqual({
      'error taxon.required': 2,
    });
  });
});
