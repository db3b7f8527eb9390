import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiled, country } from '../../server/src/validation/compiled-checklist.ts';
import { countryNames } from '../../server/src/validation/text/country-names.ts';
import { folded } from '../../server/src/validation/text/tidy.ts';
import { valuePattern } from '../../server/src/validation/value-pattern.ts';
import { missingTerms } from '../../server/src/validation/text/missing-terms.ts';
import { checklistFiles } from './checklist-files.ts';

const files = checklistFiles();
const mandatory = (accession: string) =>
  files
    .find((file) => file.accession === accession)
    ?.fields.filter(({ requirement }) => requirement === 'mandatory').length;

it('are four, with the mandatory fields of ENA’s', () => {
  expect(files.map(({ accession }) => [accession, mandatory(accession)])).toEqual([
    ['ERC000011', 2],
    ['ERC000024', 9],
    ['ERC000028', 6],
    ['ERC000033', 10],
  ]);
});

it.each(files)('$accession can be used, and takes every missing-value term for date and country', (file) => {
  const { fields } = compiled(file);
  for (const name of [country, 'collection date']) {
    const field = fields.get(name);
    expect(
      missingTerms.filter((term) => !(field?.choices?.has(term) ?? field?.pattern?.matches(term))),
    ).toEqual([]);
  }
});

it('list the countries that other names are known for', () => {
  const choices = compiled(files[0]!).fields.get(country)?.choices;
  expect(choices?.size).toBe(281 + 13);
  expect(Object.keys(countryNames).filter((name) => !choices?.has(name))).toEqual([]);
});

it('have no country that goes by the name of another', () => {
  const owners = new Map<string, Set<string>>();
  const listed = [...(compiled(files[0]!).fields.get(country)?.choices ?? [])].map(
    (name) => [name, [name]] as const,
  );
  for (const [entry, names] of [...listed, ...Object.entries(countryNames)]) {
    for (const name of names) owners.set(folded(name), (owners.get(folded(name)) ?? new Set()).add(entry));
  }
  expect([...owners.values()].filter((entries) => entries.size > 1)).toEqual([]);
});

/** Values that tell ENA's patterns from each other. */
const probes: string[] = [
  ...missingTerms,
  '',
  '0',
  '12',
  '-12',
  '1.5',
  '.5',
  '1e5',
  '007',
  'x',
  '59.123456789',
  'Missing',
  '2014',
  '2014-10',
];
probes.push('2014-10-01', '2014-10-01T10:00Z', '2014/2015');
const judged = (pattern: string | undefined) =>
  pattern && probes.map((probe) => valuePattern(pattern).matches(probe));

const shared = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'checklists');
type Derived = {
  sample: { fields: { name: string; cardinality: string; regex: string; cv: string[]; units: string }[] };
};

describe.skipIf(!existsSync(shared)).each(['ERC000024', 'ERC000028', 'ERC000033'])(
  `%s beside the copy in ${shared} (skipped when it is not there)`,
  (accession) => {
    it('has the same fields, requirements, values and patterns, and the unit it knows', () => {
      const derived = JSON.parse(readFileSync(join(shared, `${accession}.elixir.json`), 'utf8')) as Derived;
      const own = new Set([
        'alias',
        'title',
        'taxon_id',
        'scientific_name',
        'common_name',
        'sample_description',
      ]);
      const theirs = derived.sample.fields.filter(({ name }) => !own.has(name));
      const ours = files.find((file) => file.accession === accession)?.fields ?? [];
      expect(ours.map(({ name, requirement }) => [name, requirement])).toEqual(
        theirs.map(({ name, cardinality }) => [name, cardinality]),
      );
      for (const [index, { name, cv, regex, units }] of theirs.entries()) {
        const field = ours[index];
        expect.soft((field?.choices ?? []).map(({ value }) => value).toSorted(), name).toEqual(cv.toSorted());
        expect.soft(judged(field?.pattern), name).toEqual(judged(regex === '' ? undefined : regex));
        if (units !== '') expect.soft(field?.units, name).toContain(units);
        else expect.soft(field?.units, name).toBeUndefined();
      }
    });
  },
);
