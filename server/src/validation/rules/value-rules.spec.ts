import { describe, expect, it } from 'vitest';
import { verdict } from '../../../../test/factories/samples.ts';

const number = '(0|((0\\.)|([1-9][0-9]*\\.?))[0-9]*)([Ee][+-]?[0-9]+)?';
const day =
  '[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?([+-][0-9]{1,2})?)?)?)?';
const date = { name: 'receipt date', pattern: `(^${day}(/${day})?$)|(^not collected$)` };
const axis = '(^[+-]?[0-9]+.?[0-9]{0,8}$)|(^not collected$)|(^not provided$)';
const latitude = { name: 'geographic location (latitude)', pattern: axis, units: ['DD'] };
const sex = { name: 'host sex', choices: ['female', 'male', 'not collected'].map((value) => ({ value })) };

describe('numbers', () => {
  const weight = { name: 'host total mass', pattern: number };
  it.each([
    ['1.5', []],
    ['0', []],
    ['1e-3', []],
    ['1,5', [['error', 'field.pattern', '1.5']]],
    ['1.5 kg', [['error', 'field.pattern', '1.5']]],
    ['007', [['error', 'field.pattern', '7']]],
    ['.5', [['error', 'field.pattern', '0.5']]],
    ['~12 m2', [['error', 'field.pattern', '12']]],
    ['1-2', [['error', 'field.pattern', null]]],
    ['about five', [['error', 'field.pattern', null]]],
    ['-3', [['error', 'field.pattern', null]]],
  ])('%s', (value, expected) => {
    expect(verdict(weight, value)).toEqual(expected);
  });

  it('match as a whole, though the pattern has no anchors', () => {
    expect(verdict({ name: 'x', pattern: '[0-9]+' }, 'a1b')).toEqual([['error', 'field.pattern', null]]);
    expect(verdict({ name: 'x', pattern: '(^yes$)|[0-9]+' }, 'yes sir')).toEqual([
      ['error', 'field.pattern', null],
    ]);
    expect(verdict({ name: 'x', pattern: '[0-9]+' }, '12.0')).toEqual([['error', 'field.pattern', '12']]);
  });

  it('are judged in linear time whatever the pattern', () => {
    const started = performance.now();
    expect(verdict({ name: 'x', pattern: '(a+)+(b|a*)*c' }, 'a'.repeat(30_000))).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('lists', () => {
  it.each([
    ['female', []],
    ['Female', [['error', 'field.choice', 'female']]],
    ['M', [['error', 'field.choice', 'male']]],
    ['femal', [['error', 'field.choice', 'female']]],
    ['hermaphrodite', [['error', 'field.choice', null]]],
  ])('%s', (value, expected) => {
    expect(verdict(sex, value)).toEqual(expected);
  });

  it('suggest the value of a synonym the checklist lists', () => {
    const field = { name: 'x', choices: [{ value: 'aerobe', synonyms: ['needs oxygen'] }] };
    expect(verdict(field, 'Needs Oxygen')).toEqual([['error', 'field.choice', 'aerobe']]);
  });

  const country = {
    name: 'geographic location (country and/or sea)',
    choices: ['Viet Nam', 'USA', 'United Kingdom', 'Czechia', 'Sweden', 'not collected'].map((value) => ({
      value,
    })),
  };
  it.each([
    ['Viet Nam', []],
    ['Vietnam', [['error', 'field.choice', 'Viet Nam']]],
    ['United States of America', [['error', 'field.choice', 'USA']]],
    ['UK', [['error', 'field.choice', 'United Kingdom']]],
    ['czechia', [['error', 'field.choice', 'Czechia']]],
    ['Sweeden', [['error', 'field.choice', 'Sweden']]],
    ['USA: California', [['error', 'field.choice', 'USA']]],
    ['Sweden, Uppsala', [['error', 'field.choice', 'Sweden']]],
    ['Deutschland', [['error', 'field.choice', null]]],
    ['not collected', []],
  ])('of countries: %s', (value, expected) => {
    expect(verdict(country, value)).toEqual(expected);
  });
});

describe('dates', () => {
  it.each([
    ['2014', []],
    ['2014-10-01T12:30Z', []],
    ['2014-10-01/2014-10-05', []],
    ['2023-02-31', [['error', 'date.calendar', null]]],
    ['2014-10-01/2014-13', [['error', 'date.calendar', null]]],
    ['2014-10-05/2014-10-01', [['error', 'date.order', '2014-10-01/2014-10-05']]],
    ['01.10.2014', [['error', 'date.form', null]]],
    ['31.10.2014', [['error', 'date.form', '2014-10-31']]],
    ['2008-01-23T19:23:10+00:00', [['error', 'date.form', '2008-01-23T19:23:10Z']]],
    ['2014/10/01', [['error', 'date.form', '2014-10-01']]],
    ['spring', [['error', 'date.form', null]]],
    ['2999-01-01', []],
  ])('%s', (value, expected) => {
    expect(verdict(date, value)).toEqual(expected);
  });

  it('of collection do not lie in the future', () => {
    const collected = { ...date, name: 'collection date' };
    expect(verdict(collected, '2026-11-22')).toEqual([['warning', 'date.future', null]]);
    expect(verdict(collected, '2026-12')).toEqual([['warning', 'date.future', null]]);
    expect(verdict(collected, '2026-11-21')).toEqual([]);
    expect(verdict(collected, '2026')).toEqual([]);
  });

  it('of a date field are whole days', () => {
    expect(verdict({ name: 'x', type: 'date' }, '2014-10-01')).toEqual([]);
    expect(verdict({ name: 'x', type: 'date' }, '2014-10')).toEqual([['error', 'date.form', null]]);
  });
});

describe('coordinates', () => {
  it.each([
    ['59.858819', []],
    ['-90', []],
    ['95', [['error', 'coordinate.range', null]]],
    ['-90.5', [['error', 'coordinate.range', null]]],
    ['59.858819123', [['error', 'coordinate.decimals', '59.85881912']]],
    ['59,86', [['error', 'coordinate.form', '59.86']]],
    [`59°51'N`, [['error', 'coordinate.form', '59.85']]],
    ['north', [['error', 'coordinate.form', null]]],
    ['not collected', [['warning', 'missing.on_optional', null]]],
  ])('%s', (value, expected) => {
    const other: [string, string, null] = ['warning', 'coordinate.pair', null];
    expect(verdict(latitude, value, 'DD').filter(([, rule]) => rule !== other[1])).toEqual(expected);
  });
});

describe('missing values', () => {
  const free = { name: 'isolate' };
  const mandatory = { ...free, requirement: 'mandatory' as const };
  it.each([
    ['a term where a value is required', mandatory, 'not collected', []],
    ['a term in an optional field', free, 'not collected', [['warning', 'missing.on_optional', null]]],
    [
      'a term the field does not take',
      { name: 'host age', pattern: number },
      'not collected',
      [['error', 'missing.not_accepted', null]],
    ],
    ['NA where a value is required', mandatory, 'NA', [['warning', 'missing.placeholder', 'not provided']]],
    ['NA in an optional field', free, 'n/a', [['warning', 'missing.placeholder', null]]],
    [
      'NA in a list',
      { ...sex, requirement: 'mandatory' as const },
      'NA',
      [['error', 'missing.placeholder', 'not provided']],
    ],
    [
      'unknown in an optional number',
      { name: 'host age', pattern: number },
      'unknown',
      [['error', 'missing.placeholder', null]],
    ],
    [
      'a term in capitals',
      { ...sex, requirement: 'mandatory' as const },
      'Not Collected',
      [['error', 'missing.misspelt', 'not collected']],
    ],
    ['none where it is on the list', { name: 'quality check', choices: [{ value: 'none' }] }, 'none', []],
    ['a minus that is a mating type', { name: 'mating_type' }, '-', []],
  ])('%s', (_, field, value, expected) => {
    expect(verdict(field, value)).toEqual(expected);
  });

  it('are wrong as the documentation once spelled one of them', () => {
    const field = {
      name: 'x',
      requirement: 'mandatory' as const,
      pattern: '(^[0-9]+$)|(^missing: data agreement established pre-2023$)',
    };
    expect(verdict(field, 'missing: data agreement-established pre-2023')).toEqual([
      ['error', 'missing.misspelt', 'missing: data agreement established pre-2023'],
    ]);
  });
});

describe('units', () => {
  const depth = { name: 'depth', pattern: number, units: ['m', 'mm'] };
  it.each([
    ['1.5', 'm', []],
    ['1.5', undefined, [['error', 'unit.required', null]]],
    ['1.5', 'km', [['error', 'unit.wrong', null]]],
    ['1.5', 'Metres', [['error', 'unit.wrong', 'm']]],
    ['1.5', 'M', [['error', 'unit.wrong', 'm']]],
  ])('%s with %s', (value, unit, expected) => {
    expect(verdict(depth, value, unit)).toEqual(expected);
  });

  it.each([
    ['°C', 'ºC'],
    ['um', 'µm'],
    ['μm', 'µm'],
    ['m²', 'm2'],
    ['decimal degrees', 'DD'],
    ['dd', 'DD'],
  ])('%s is meant as %s', (written, listed) => {
    expect(verdict({ name: 'x', units: [listed, 'other'] }, '1', written)).toEqual([
      ['error', 'unit.wrong', listed],
    ]);
  });

  it('are suggested where only one is possible', () => {
    expect(verdict({ name: 'salinity', units: ['psu'] }, '11')).toEqual([['error', 'unit.required', 'psu']]);
  });

  it('beyond those a checklist is known to take are doubtful, not wrong', () => {
    const open = { name: 'density', units: ['g/m3'], hasMoreUnits: true as const };
    expect(verdict(open, '1', 'kg/m3')).toEqual([['warning', 'unit.wrong', null]]);
    expect(verdict(open, '1')).toEqual([['error', 'unit.required', null]]);
  });

  it('have no place where the field takes none', () => {
    expect(verdict({ name: 'ploidy' }, '2', 'n')).toEqual([['warning', 'unit.unexpected', null]]);
  });
});

describe('text', () => {
  it.each([
    ['Föhr, “north”', []],
    [' leaf', [['warning', 'value.blanks', 'leaf']]],
    ['a\u00a0leaf', [['warning', 'value.blanks', 'a leaf']]],
    ['two\nlines', [['warning', 'value.blanks', 'two lines']]],
    ['a\u0007b', [['error', 'value.control', 'ab']]],
    ['UniversitÃ¤t', [['warning', 'value.garbled', 'Universität']]],
    ['S\ufffdller', [['warning', 'value.unreadable', null]]],
  ])('%j', (value, expected) => {
    expect(verdict({ name: 'locality' }, value)).toEqual(expected);
  });

  it('with a blank at the end is refused where ENA compares', () => {
    expect(verdict(sex, 'female ')).toEqual([['error', 'value.blanks', 'female']]);
    expect(verdict(date, '2014\u00a0')).toEqual([['error', 'value.blanks', '2014']]);
  });

  it('is as long as the field takes, counted in characters', () => {
    expect(verdict({ name: 'x', maxLength: 3 }, '😀😀😀')).toEqual([]);
    expect(verdict({ name: 'x', maxLength: 3 }, 'abcd')).toEqual([['error', 'field.length', null]]);
    expect(verdict({ name: 'x', minLength: 3 }, '😀😀')).toEqual([['error', 'field.length', null]]);
  });
});
