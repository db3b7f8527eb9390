import type { Checklist } from '@contract/validation/checklist.contract.ts';
import { describe, expect, it } from 'vitest';
import { fieldChanges } from './changes.ts';
import { fieldGroups, requirementCounts, type Narrowing } from './fields.ts';
import { arranged } from './rows.ts';

const checklist: Checklist = {
  accession: 'ERC000011',
  version: '1',
  label: 'Default',
  groups: [{ name: 'Collection', rule: 'at_least_one' }],
  fields: [
    {
      name: 'collection date',
      requirement: 'mandatory',
      type: 'text',
      group: 'Collection',
      pattern: '^\\d+$',
    },
    {
      name: 'sex',
      requirement: 'optional',
      type: 'choice',
      choices: [{ value: 'male' }, { value: 'female' }],
    },
    { name: 'depth', description: 'Below the Sea', requirement: 'recommended', type: 'text', units: ['m'] },
    { name: 'country', synonyms: ['geo_loc'], requirement: 'mandatory', type: 'text', group: 'Collection' },
  ],
};
const everything: Narrowing = { q: '', requirement: null, type: '' };
const names = (narrowing: Partial<Narrowing>) =>
  fieldGroups(checklist, { ...everything, ...narrowing }).flatMap(({ fields }) =>
    fields.map(({ name }) => name),
  );

describe('the fields of a checklist', () => {
  it('stand under their headings, with the rule of the group', () => {
    expect(
      fieldGroups(checklist, everything).map(({ name, rule, fields }) => [name, rule, fields.length]),
    ).toEqual([
      ['Collection', 'at_least_one', 2],
      [null, 'any', 2],
    ]);
  });

  it('are found by name, description and other names, whatever the case and underscores', () => {
    expect(names({ q: 'COLLECTION_date' })).toEqual(['collection date']);
    expect(names({ q: 'sea below' })).toEqual(['depth']);
    expect(names({ q: 'geo loc' })).toEqual(['country']);
    expect(names({ q: 'male' })).toEqual([]);
  });

  it('are narrowed by requirement and type together', () => {
    expect(names({ requirement: 'mandatory' })).toEqual(['collection date', 'country']);
    expect(names({ requirement: 'optional', type: 'text' })).toEqual([]);
  });

  it('are counted by requirement under the search', () => {
    expect(requirementCounts(checklist, { q: '', type: 'text' })).toEqual({
      all: 3,
      mandatory: 2,
      recommended: 1,
      optional: 0,
    });
  });
});

describe('two versions', () => {
  it('differ by what came, went, is asked differently and is only described differently', () => {
    const [date, sex, depth, country] = checklist.fields as [never, never, never, never];
    const after: Checklist = {
      ...checklist,
      fields: [
        { ...(date as object), requirement: 'optional', pattern: undefined } as never,
        { ...(sex as object), choices: [{ value: 'male', synonyms: ['m'] }] } as never,
        { ...(depth as object), description: 'Below the surface' } as never,
        { name: 'altitude', requirement: 'optional', type: 'text' },
      ],
    };
    expect(fieldChanges(checklist, after)).toEqual([
      { kind: 'added', field: after.fields[3] },
      { kind: 'removed', field: country },
      {
        kind: 'changed',
        field: after.fields[0],
        properties: [
          { property: 'requirement', before: 'mandatory', after: 'optional' },
          { property: 'pattern', before: '^\\d+$', after: '' },
        ],
      },
      {
        kind: 'changed',
        field: after.fields[1],
        properties: [{ property: 'choices', before: 'male, female', after: 'male (m)' }],
      },
      {
        kind: 'reworded',
        field: after.fields[2],
        properties: [{ property: 'description', before: 'Below the Sea', after: 'Below the surface' }],
      },
    ]);
  });

  it('that are the same differ in nothing', () => {
    expect(fieldChanges(checklist, structuredClone(checklist))).toEqual([]);
    const turned = structuredClone(checklist);
    turned.fields[1]?.choices?.reverse();
    expect(fieldChanges(checklist, turned)).toEqual([]);
  });
});

const row = (accession: string, label: string, fieldCount: number) => ({
  accession,
  label,
  fieldCount,
  mandatoryCount: 1,
  version: '1',
  isCurrent: true,
  sourceSha256: '',
  installedAt: '2026-01-01T00:00:00Z',
});

describe('the list of checklists', () => {
  const rows = [
    row('ERC000033', 'Virus', 48),
    row('ERC000011', 'Default', 48),
    row('ERC000024', 'Water', 105),
  ];
  const shown = (q: string, field: string, order: 'ASC' | 'DESC') =>
    arranged(rows, q, { field, order }).map(({ accession }) => accession.slice(-2));

  it('is searched by accession and label', () => {
    expect(shown('11', 'accession', 'ASC')).toEqual(['11']);
    expect(shown('wat erc', 'accession', 'ASC')).toEqual(['24']);
    expect(shown('', 'accession', 'DESC')).toEqual(['33', '24', '11']);
  });

  it('is ordered by a column, equals by accession', () => {
    expect(shown('', 'fields', 'ASC')).toEqual(['11', '33', '24']);
    expect(shown('', 'fields', 'DESC')).toEqual(['24', '11', '33']);
    expect(shown('', 'nothing', 'ASC')).toEqual(['11', '24', '33']);
  });
});
