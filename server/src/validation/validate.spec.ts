import { describe, expect, it } from 'vitest';
import { checklistOf, findingsOf, goodProject, sample } from '../../../test/factories/samples.ts';
import { checklist, type Checklist } from './checklist.contract.ts';
import { finding, type Finding, type SampleInput } from './validation.contract.ts';

const plain = checklistOf([{ name: 'isolate' }]);
const brief = (findings: readonly Finding[]) =>
  findings.map(({ severity, rule, row, column }) => [severity, rule, row, column]);
const errors = (list: Checklist, samples: readonly SampleInput[]) =>
  findingsOf(list, samples)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, field, row }) => [rule, field, row]);

const grouped = (rule: 'one' | 'at_least_one' | 'at_most_one') =>
  checklistOf(
    [
      { name: 'age', group: 'g' },
      { name: 'stage', group: 'g' },
    ],
    { groups: [{ name: 'g', rule }] },
  );
const rulesOf = (list: Checklist, attributes: Record<string, string>) =>
  findingsOf(list, [sample(attributes)]).map(({ rule }) => rule);

it('finds nothing in good samples', () => {
  expect(findingsOf(plain, [sample(), sample({ isolate: 'A7' }, { alias: 'leaf-2' })])).toEqual([]);
});

it('says only that a checklist is missing, when it is', () => {
  const findings = findingsOf(undefined, [sample({}, { alias: '' })], {
    checklist: { accession: 'ERC000022' },
    project: { ...goodProject, title: '' },
  });
  expect(findings).toMatchObject([
    { severity: 'error', rule: 'checklist.not_installed', recordType: 'submission', value: 'ERC000022' },
  ]);
  expect(findings[0]?.message).toContain('import ERC000022');
});

it('gives findings that fit their contract, with the place of the value', () => {
  const columns = [
    { field: 'sample_alias', letter: 'C' },
    { field: 'isolate', letter: 'AB' },
    { field: 'collection date', letter: 'F' },
    { field: 'geographic location (country and/or sea)', letter: 'G' },
  ];
  const findings = findingsOf(plain, [sample({ isolate: ' x' }, { row: 7 })], {
    sheet: { headerRow: 2, columns },
  });
  expect(findings).toEqual([
    {
      severity: 'warning',
      rule: 'value.blanks',
      recordType: 'sample',
      position: 0,
      alias: 'leaf-1',
      field: 'isolate',
      row: 7,
      column: 'AB',
      value: ' x',
      message: expect.any(String),
      suggestion: 'x',
    },
  ]);
  expect(() => finding.parse(findings[0])).not.toThrow();
});

describe('fields', () => {
  const strict = checklistOf([
    { name: 'isolate', requirement: 'mandatory' },
    { name: 'strain', requirement: 'recommended' },
  ]);

  it('that are mandatory are there', () => {
    expect(
      errors(strict, [
        sample(),
        sample({ isolate: '  ' }, { alias: 'b', row: 5 }),
        sample({ isolate: 'x' }, { alias: 'c' }),
      ]),
    ).toEqual([
      ['field.required', 'isolate', 4],
      ['field.required', 'isolate', 5],
    ]);
  });

  it('say place and year under any checklist', () => {
    const optional = checklistOf([{ name: 'collection date' }]);
    expect(
      errors(optional, [sample({ 'collection date': '', 'geographic location (country and/or sea)': '' })]),
    ).toEqual([
      ['field.required', 'collection date', 4],
      ['field.required', 'geographic location (country and/or sea)', 4],
    ]);
  });

  it('that are recommended are missed once for all samples', () => {
    const findings = findingsOf(strict, [
      sample({ isolate: 'x' }),
      sample({ isolate: 'x', strain: 'K12' }, { alias: 'b' }),
    ]);
    expect(findings).toMatchObject([
      { severity: 'info', rule: 'field.recommended', field: 'strain', recordType: 'submission' },
    ]);
    expect(findings[0]?.message).toContain('1 of 2 samples');
  });

  it('are given once', () => {
    const twice = sample(
      {},
      {
        attributes: [
          ...sample().attributes,
          { field: 'isolate', value: 'a' },
          { field: 'isolate', value: 'b' },
        ],
      },
    );
    expect(brief(findingsOf(plain, [twice]))).toEqual([['error', 'field.repeated', 4, null]]);
    expect(findingsOf(checklistOf([{ name: 'isolate', multiple: true }]), [twice])).toEqual([]);
  });

  it('of a group follow its rule', () => {
    expect(rulesOf(grouped('one'), {})).toEqual(['group.missing']);
    expect(rulesOf(grouped('one'), { age: '1', stage: 'x' })).toEqual(['group.many']);
    expect(rulesOf(grouped('at_least_one'), { age: '1', stage: 'x' })).toEqual([]);
    expect(rulesOf(grouped('at_most_one'), {})).toEqual([]);
  });
});

describe('the sample itself', () => {
  it.each<[string, Partial<SampleInput>, [string, string, string | null][]]>([
    ['no alias', { alias: ' ' }, [['error', 'alias.required', null]]],
    ['a blank after the alias', { alias: 'a ' }, [['error', 'alias.blanks', 'a']]],
    ['a no-break space in the alias', { alias: 'a\u00a0b' }, [['error', 'alias.blanks', 'a b']]],
    ['a blank in the alias', { alias: 'a b' }, []],
    ['a control character in the alias', { alias: 'a\u0001' }, [['error', 'alias.control', 'a']]],
    ['a long alias', { alias: 'a'.repeat(501) }, [['error', 'alias.length', null]]],
    ['no taxon id', { taxonId: '' }, [['error', 'taxon.required', null]]],
    ['a taxon id with decimals', { taxonId: '4113.0' }, [['error', 'taxon.number', '4113']]],
    ['a taxon id with its source', { taxonId: 'NCBI:txid9606' }, [['error', 'taxon.number', '9606']]],
    ['a name for a taxon id', { taxonId: 'Homo sapiens' }, [['error', 'taxon.number', null]]],
    ['zero', { taxonId: '0' }, [['error', 'taxon.number', null]]],
    ['a taxon id beyond any', { taxonId: '99999999999' }, [['error', 'taxon.number', null]]],
    ['a taxon id with a blank', { taxonId: ' 4113 ' }, []],
    ['no scientific name', { scientificName: '' }, [['warning', 'organism.name_missing', null]]],
    ['no title', { title: '' }, [['warning', 'sample.title_missing', null]]],
    [
      'a control character in the description',
      { description: 'a\u0002b' },
      [['error', 'value.control', 'ab']],
    ],
    ['lines in the description', { description: 'one\ntwo' }, []],
  ])('%s', (_, own, expected) => {
    expect(
      findingsOf(plain, [sample({}, own)]).map(({ severity, rule, suggestion }) => [
        severity,
        rule,
        suggestion,
      ]),
    ).toEqual(expected);
  });

  it('shares its alias with no other, and each is told where the other is', () => {
    const findings = findingsOf(plain, [
      sample({}, { row: 3 }),
      sample({}, { row: 4, alias: 'b' }),
      sample({}, { row: 5 }),
      sample({}, { row: 6 }),
    ]);
    expect(findings.map(({ rule, row, position }) => [rule, row, position])).toEqual([
      ['alias.duplicate', 3, 0],
      ['alias.duplicate', 5, 2],
      ['alias.duplicate', 6, 3],
    ]);
    expect(findings[0]?.message).toContain('row 5');
    expect(findings[2]?.message).toContain('row 3');
  });
});

describe('the place', () => {
  const [latitude, longitude] = ['geographic location (latitude)', 'geographic location (longitude)'];
  const list = checklistOf([latitude, longitude, 'lat_lon'].map((name) => ({ name })));
  const rules = (attributes: Record<string, string>) =>
    findingsOf(list, [sample(attributes)]).map(({ severity, rule, suggestion }) => [
      severity,
      rule,
      suggestion,
    ]);

  it('has both coordinates or none', () => {
    expect(rules({ [latitude]: '59.8' })).toEqual([['warning', 'coordinate.pair', null]]);
    expect(rules({ [longitude]: '17.6' })).toEqual([['warning', 'coordinate.pair', null]]);
    expect(rules({ [latitude]: '59.8', [longitude]: '17.6' })).toEqual([]);
  });

  it('is looked at for exchanged coordinates', () => {
    expect(rules({ [latitude]: '151.2', [longitude]: '-33.8' })).toEqual([
      ['error', 'coordinate.swapped', '-33.8'],
    ]);
  });

  it('given as one text is told of once, as long as it can be read', () => {
    const samples = ['37.89 -5.61', '51.7 9.8', '137.89 -5.61', 'near Ronda'].map((value, n) =>
      sample({ lat_lon: value }, { alias: `s${n}`, row: n }),
    );
    expect(brief(findingsOf(list, samples))).toEqual([
      ['warning', 'coordinate.combined_range', 2, null],
      ['info', 'coordinate.combined_form', 3, null],
      ['info', 'coordinate.combined', null, null],
    ]);
  });
});

describe('the sheet', () => {
  const columns = [
    { field: 'collection date', letter: 'A' },
    { field: 'geographic location (country and/or sea)', letter: 'B' },
  ];

  it('is told of another version of the checklist', () => {
    expect(
      findingsOf(plain, [], { checklist: { accession: plain.accession, version: '1.3' } }),
    ).toMatchObject([{ severity: 'info', rule: 'checklist.version' }]);
    expect(findingsOf(plain, [], { checklist: { accession: plain.accession, version: '1' } })).toEqual([]);
  });

  it('is told of rows that were left out', () => {
    expect(findingsOf(plain, [], { sheet: { headerRow: 1, columns, commentRows: [5, 9] } })).toMatchObject([
      { severity: 'warning', rule: 'sheet.comment_row', row: 5 },
    ]);
  });

  it('has its accents checked by the depositor when its encoding was guessed', () => {
    const sheet = { headerRow: 1, columns, encoding: { name: 'macintosh', certain: false } };
    const findings = findingsOf(plain, [sample({ isolate: 'from Sóller garden' }, { title: 'plain' })], {
      sheet: { ...sheet, columns: [...columns, { field: 'isolate', letter: 'C' }] },
    });
    expect(findings).toMatchObject([
      { severity: 'warning', rule: 'value.encoding', field: 'isolate', column: 'C' },
    ]);
    expect(findings[0]?.message).toContain('“Sóller”');
  });
});

it('knows a checklist with the same field twice for what it is', () => {
  const result = checklist.safeParse(checklistOf([{ name: 'a' }, { name: 'a' }]));
  expect(result.error?.issues[0]).toMatchObject({
    path: ['fields', 1, 'name'],
    message: 'the field “a” is listed twice',
  });
});
