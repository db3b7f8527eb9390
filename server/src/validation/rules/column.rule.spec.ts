import { describe, expect, it } from 'vitest';
import { checklistOf, findingsOf, sample } from '../../../../test/factories/samples.ts';

const sheetWith = (...fields: string[]) => ({
  sheet: { headerRow: 2, columns: fields.map((field, index) => ({ field, letter: 'FGHIJK'[index] ?? '' })) },
});

describe('columns', () => {
  const list = checklistOf([{ name: 'identified_by' }, { name: 'temperature' }]);
  it('that the checklist does not know are kept and told, once each', () => {
    const samples = [
      sample({ 'growth facility': 'garden' }),
      sample({ 'growth facility': 'garden' }, { alias: 'b' }),
    ];
    expect(findingsOf(list, samples)).toMatchObject([
      { severity: 'info', rule: 'column.unknown', field: 'growth facility', row: null },
    ]);
    expect(findingsOf(list, samples, sheetWith('growth facility'))).toMatchObject([{ row: 2, column: 'F' }]);
  });

  it('that are nearly a field are probably meant to be it', () => {
    const findings = findingsOf(
      list,
      [sample({ 'identified by': 'A. B.', Temperature: '4', temperature: '4' })],
      sheetWith('identified by', 'Temperature', 'temperature'),
    );
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        rule: 'column.misspelt',
        field: 'identified by',
        suggestion: 'identified_by',
        column: 'F',
      },
      { severity: 'info', rule: 'column.unknown', field: 'Temperature', suggestion: null },
    ]);
  });

  it('under nearly their name are said to be the missing ones', () => {
    const [found] = findingsOf(
      list,
      [sample({ 'collection date': '', 'Collection Date': '2014' })],
      sheetWith('Collection Date', 'geographic location (country and/or sea)'),
    );
    expect(found).toMatchObject({ rule: 'field.required', field: 'collection date', column: null });
    expect(found?.message).toContain(
      'column F is named “Collection Date”. Every sample at ENA needs it. Give the column exactly that name.',
    );
  });

  it('of one sample only count as well', () => {
    const findings = findingsOf(list, [
      sample({ note: 'x' }),
      sample({ Temperature: '4', temperature: '4' }, { alias: 'b' }),
    ]);
    expect(findings.map(({ rule, field }) => [rule, field])).toEqual([
      ['column.unknown', 'note'],
      ['column.unknown', 'Temperature'],
    ]);
  });

  it('are said to be absent where a field is required', () => {
    const required = checklistOf([{ name: 'isolate', requirement: 'mandatory' }]);
    const [found] = findingsOf(
      required,
      [sample()],
      sheetWith('collection date', 'geographic location (country and/or sea)'),
    );
    expect(found?.message).toBe(
      'The sheet has no column “isolate”. This checklist requires it. If there is no value, say why: not collected, not provided, not applicable or restricted access.',
    );
  });
});
