import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { existingAccession, readErrorText } from './error-text.ts';
import type { JudgedRequest } from './judgement.ts';
import { judgeAnswer } from './receipt.judge.ts';

const existing = (accession: string) =>
  `In sample, alias: "a". The object being added already exists in the submission account with accession: "${accession}".`;

describe('the text of an error', () => {
  it.each([
    ['In sample, alias: "a 1". Taxon Bacteria id 2 is not submittable.', 'sample', 'a 1', null],
    ['In project, alias:"p", accession:"". The object being added already exists.', 'project', 'p', null],
    [
      'Sample: a; Attribute: collection date; Reason: must match pattern ^[0-9]; x$',
      'sample',
      'a',
      'collection date',
    ],
    ['Sample: a; Reason: must have required property collection date', 'sample', 'a', null],
    ['Error validating sample a with checklist id ERC000033.', 'sample', 'a', null],
    [
      'Failed to submit samples to BioSamples; No new BioSample was created for sample with alias a',
      'sample',
      'a',
      null,
    ],
    ['The sample alias (a) found more than once but sample alias must be unique.', 'sample', 'a', null],
  ])('%s', (text, type, alias, attribute) => {
    const subject = readErrorText(text);
    expect(subject).toMatchObject({ type, attribute });
    expect(subject.aliases).toContain(alias);
  });

  it.each([
    [
      'Failed to validate project xml, error: string length (16) is less than minLength facet (20)',
      'project',
    ],
    ['experiment xml is not valid, error parsing the file: "x.xml".', 'experiment'],
    ['Sample in experiment is null', null],
    ['The submission must contain at least one object in addition to the submission', null],
  ])('names no alias in: %s', (text, type) => {
    expect(readErrorText(text)).toEqual({ type, aliases: [], attribute: null });
  });

  it('finds aliases that contain what ends them', () => {
    const request: JudgedRequest = {
      action: 'ADD',
      objects: ['a', 'a". "b', 'a; b', 'a with checklist b'].map((alias) => ({ type: 'sample', alias })),
    };
    const errors = [
      'In sample, alias: "a". "b". Bad.',
      'In sample, alias: "a". Bad "b".',
      'Sample: a; b; Attribute: x; Reason: bad',
      'Error validating sample a with checklist b with checklist id ERC000011.',
    ];
    const xml = `<RECEIPT success="false"><MESSAGES>${errors.map((text) => `<ERROR>${text}</ERROR>`).join('')}</MESSAGES></RECEIPT>`;
    const { objects } = judgeAnswer(Buffer.from(xml), null, request);
    expect(objects.map((object) => object.errors.map(({ text }) => errors.indexOf(text)))).toEqual([
      [1],
      [0],
      [2],
      [3],
    ]);
  });

  it('stays quick when a message is long', () => {
    const long = `In sample, alias: "a". Not one of ${'"x", '.repeat(500_000)}`;
    expect(readErrorText(long).aliases.at(-1)).toBe('a');
  });

  it('tells the accession of what exists already', () => {
    expect(existingAccession(existing('ERS990000001'), 'sample')).toBe('ERS990000001');
    expect(existingAccession(existing('PRJEB1'), 'sample')).toBeNull();
    expect(existingAccession('In sample, alias: "a". Bad "ERS990000001".', 'sample')).toBeNull();
  });
});

const table = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'error-texts.tsv');
describe.skipIf(!existsSync(table))(`real texts in ${table} (skipped without SEQDB_SHARED)`, () => {
  it('that name an alias are sorted to it', () => {
    const lines = readFileSync(table, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const texts = lines.flatMap(([era, , text]) =>
      text && !era?.startsWith('INFO') ? [text.split(' / ')[0] ?? text] : [],
    );
    const named = texts.filter(
      (text) => /alias|^Sample: |^Error validating/.test(text) && !text.includes('umbrella'),
    );
    expect(named.length).toBeGreaterThan(15);
    for (const text of named)
      expect([text, readErrorText(text).aliases.at(-1)]).toEqual([text, expect.stringMatching(/^\{\w+\}$/)]);
  });
});
