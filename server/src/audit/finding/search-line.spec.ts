import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditFilter } from '../audit.contract.ts';
import { lineOf, readLine, reasonWords, tokensOf } from './search-line.contract.ts';

const filtersOf = (line: string) => readLine(line).filters;
const problemsOf = (line: string) =>
  readLine(line).problems.map(({ from, to, what }) => [what, line.slice(from, to)]);

describe('readLine', () => {
  it('reads keys, quoted values, exclusions and free words', () => {
    expect(
      filtersOf('actor:curator@example.org action:approve since:2026-10-01 -type:File typo "two words"'),
    ).toEqual({
      actor: 'curator@example.org',
      action: 'approve',
      since: '2026-10-01',
      notType: 'File',
      reason: 'typo "two words"',
    });
    expect(filtersOf('actor:"Ada \\"L\\" Byron"')).toEqual({ actor: 'Ada "L" Byron' });
    expect(filtersOf('ACTION:a.b action:c.d,a.b')).toEqual({ action: 'a.b,c.d' });
    expect(filtersOf('behalf:Ada request:req-1 address:192.0.2.7 reason:"as asked"')).toEqual({
      onBehalfOf: 'Ada',
      requestId: 'req-1',
      address: '192.0.2.7',
      reason: '"as asked"',
    });
    expect(filtersOf('  ')).toEqual({});
  });

  it.each([
    ['foo:bar typo', [['unknown_key', 'foo:bar']]],
    ['actor:', [['no_value', 'actor:']]],
    ['actor:"Ada', [['open_quote', 'actor:"Ada']]],
    ['actor:a actor:b', [['twice', 'actor:b']]],
    ['-since:2026-10-01', [['not_excludable', '-since:2026-10-01']]],
    ['-typo', [['not_excludable', '-typo']]],
    ['since:yesterday', [['no_date', 'since:yesterday']]],
    ['since:2026-02-30', [['no_date', 'since:2026-02-30']]],
    ['since:2026-10-02 until:2026-10-01', [['ends_before', 'until:2026-10-01']]],
    ['source:machine', [['unknown_source', 'source:machine']]],
    ['action:a/b', [['bad_action', 'action:a/b']]],
    ['action:,', [['no_value', 'action:,']]],
    ['""', [['no_value', '""']]],
    ['-', [['no_value', '-']]],
    ['of', [['short_words', 'of']]],
  ])('points at what is wrong in %s', (line, problems) => {
    expect(problemsOf(line)).toEqual(problems);
  });

  it('goes on after what is wrong', () => {
    expect(filtersOf('foo:bar actor:ada since:never of typo')).toEqual({ actor: 'ada', reason: 'of typo' });
  });

  it('takes a day with itself as a period', () => {
    expect(problemsOf('since:2026-10-01 until:2026-10-01')).toEqual([]);
  });
});

const item = fc.stringMatching(/^[A-Za-z0-9._@*-]{1,12}$/);
const list = fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => [...new Set(items)].join(','));
const action = fc
  .array(fc.stringMatching(/^[a-z_*]{1,8}(\.[a-z_*]{1,8})?$/), { minLength: 1, maxLength: 4 })
  .map((items) => [...new Set(items)].join(','));
const free = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() !== '');
const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const source = fc.constantFrom('user', 'service', 'system', 'user,system');
const words = fc
  .array(free, { minLength: 1, maxLength: 4 })
  .filter((all) => all.some(({ length }) => length >= 3));
const filters = fc
  .record(
    {
      actor: free,
      notActor: free,
      onBehalfOf: free,
      action,
      notAction: action,
      record: list,
      notRecord: list,
      type: list,
      source,
      notSource: source,
      since: date,
      requestId: free,
      address: free,
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ ...given }) as Record<string, string>);

describe('a line', () => {
  it('says what the filters say, and nothing else', () => {
    fc.assert(
      fc.property(filters, (given) => {
        expect(readLine(lineOf(given))).toMatchObject({ problems: [] });
        expect(filtersOf(lineOf(given))).toEqual(given);
      }),
    );
  });

  it('keeps every word and phrase of a reason', () => {
    fc.assert(
      fc.property(words, (all) => {
        const { reason = '' } = filtersOf(
          all.map((each) => `reason:"${each.replace(/["\\]/g, '\\$&')}"`).join(' '),
        );
        expect(reasonWords(reason)).toEqual(all);
        expect(filtersOf(lineOf({ reason }))).toEqual({ reason });
      }),
    );
  });

  it('of any signs is read without a fault, means the same when written again, and goes to the API', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'actor:',
        '-',
        '"',
        '\\',
        ' ',
        'action:a.b',
        ',',
        'since:2026-10-01',
        'type:',
        'until:',
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const line = parts.join('');
        const read = readLine(line);
        expect(filtersOf(lineOf(read.filters))).toEqual(read.filters);
        for (const { from, to } of read.problems)
          expect(0 <= from && from < to && to <= line.length).toBe(true);
        const rest = tokensOf(line).reduceRight(
          (text, { from, to }) => text.slice(0, from) + text.slice(to),
          line,
        );
        expect(rest.trim()).toBe('');
        const isShort = Object.values(read.filters).every(({ length }) => length <= 40);
        if (isShort && !line.includes('\0'))
          expect(auditFilter.safeParse(read.filters).error).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
