import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passingActions } from '../../finding/changes-view.contract.ts';
import { readLine } from '../../finding/search-line.contract.ts';
import { changesWords, factsWords } from './change-words.ts';
import { actionWords, fieldWords, isPersonField } from './code-words.ts';
import { filterWords, partsOf } from './filter-words.ts';
import { People, peopleIdsIn } from './people.ts';

const ada = '0193a5c0-0000-7000-8000-000000000001';
const erased = '0193a5c0-0000-7000-8000-000000000002';
const nameOf = (id: string) => (id === ada ? 'Ada Lovelace' : undefined);
const told = (field: string, before: unknown, after: unknown) =>
  changesWords([{ field, before, after }], nameOf);

describe('codes', () => {
  it.each([
    ['submission.claim', 'Submission: claim'],
    ['ena_batch.take_out', 'ENA batch: take out'],
    ['submission.register_at_ena', 'Submission: register at ENA'],
    ['odd', 'odd'],
    ['a.b.c', 'a.b.c'],
    ['x.\n', 'x. ⏎ '],
  ])('of action %j', (code, words) => expect(actionWords(code)).toBe(words));

  it.each([
    ['holdDate', 'Hold date'],
    ['sheetSha256', 'Sheet SHA-256'],
    ['curatorId', 'Curator'],
    ['taxonId', 'Taxon id'],
    ['attribute:Status', 'Attribute Status'],
    ['unit:depth', 'Unit of depth'],
    ['constructor', 'Constructor'],
    ['=1+1', '=1+1'],
  ])('of field %j', (code, words) => expect(fieldWords(code)).toBe(words));

  it('knows which fields have people', () => {
    expect(['curatorId', 'actor', 'taxonId', 'fileId', 'status'].filter(isPersonField)).toEqual([
      'curatorId',
      'actor',
    ]);
  });
});

describe('changes', () => {
  it('read as before and after, a line for each', () => {
    const changes = [
      { field: 'status', before: 'submitted', after: 'in_review' },
      { field: 'curatorId', before: null, after: ada },
      { field: 'curatorId', before: erased, after: '' },
    ];
    expect(changesWords(changes, nameOf)).toBe(
      `Status: submitted → in_review\nCurator: (empty) → Ada Lovelace\nCurator: ${erased} → (empty)`,
    );
    expect(changesWords([], nameOf)).toBe('');
  });

  it('tell tables by their size, and lists by what came and went', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ alias: `s${n}`, depth: n }));
    expect(told('rows', rows(3), rows(4))).toBe(
      'Rows: table of 3 rows and 2 columns → table of 4 rows and 2 columns; added 1 row',
    );
    expect(told('rows', null, rows(1))).toBe('Rows: (empty) → table of 1 row and 2 columns');
    expect(told('roles', ['curator'], ['curator', 'admin'])).toBe('Roles: curator → curator, admin');
    const many = rows(9).map(({ alias }) => alias);
    expect(told('aliases', many, [...many.slice(1), 'new'])).toBe(
      'Aliases: 9 values → 9 values; removed s0; added new',
    );
    expect(told('library', { layout: 'SINGLE', kept: 1 }, { layout: 'PAIRED', kept: 1 })).toBe(
      'Library, layout: SINGLE → PAIRED',
    );
  });

  it('cut long texts with a note, and never what differs', () => {
    expect(told('title', null, 'y'.repeat(5_000))).toMatch(
      /^Title: \(empty\) → y{240} … \[cut: 5000 characters\]$/,
    );
    const start = 'same words '.repeat(60);
    expect(told('title', `${start}before`, `${start}after`)).toMatch(/before” → …|before → … /);
    expect(told('title', '', '🥔'.repeat(400)).isWellFormed()).toBe(true);
  });

  it('are one line for each field, whatever somebody wrote', () => {
    const odd = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'\r\n\t\u2028\u202e→“('),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      maxLength: 400,
    });
    fc.assert(
      fc.property(odd, odd, odd, (field, before, after) => {
        const words = changesWords([{ field, before, after }], nameOf);
        expect(words).not.toMatch(/[\n\r\u2028\u202e]/);
      }),
    );
    expect(told('title', 'a → b', '(empty)')).toBe('Title: “a → b” → “(empty)”');
  });

  it('take any value, and have a bounded height', () => {
    const any = fc.jsonValue({ maxDepth: 5 });
    fc.assert(
      fc.property(any, any, (before, after) => {
        const words = `${told('value', before, after)}\n${factsWords({ value: before, filter: after }, nameOf)}`;
        expect(words.split('\n').length).toBeLessThan(45);
      }),
    );
    const many = Array.from({ length: 50 }, (_, n) => ({ field: `f${n}`, before: n, after: n + 1 }));
    expect(changesWords(many, nameOf).split('\n').at(-1)).toBe('… and 30 more, whole in JSONL');
  });
});

describe('a filter', () => {
  const filter = { actor: 'ada', notAction: [...passingActions].reverse(), record: ['SUB-1', 'SUB-2'] };

  it('is the view and the line that finds it again', () => {
    const { isChanges, line } = partsOf(filter);
    expect(isChanges).toBe(true);
    expect(readLine(line)).toMatchObject({ problems: [], filters: { actor: 'ada', record: 'SUB-1,SUB-2' } });
    expect(filterWords(filter)).toBe('view “Changes”; actor:ada record:SUB-1,SUB-2');
    expect(partsOf({ notAction: ['auth.sign_in'] })).toMatchObject({
      isChanges: false,
      line: '-action:auth.sign_in',
    });
  });

  it('says what no line can, and of a fact', () => {
    expect(filterWords({ rootType: 'Submission', rootId: 'x' })).toBe(
      'Belongs to Submission; Belongs to id x',
    );
    expect(factsWords({ format: 'csv', filter: {} }, nameOf)).toBe(
      'Format: csv\nFilter: none: the whole log',
    );
  });
});

describe('people', () => {
  it('are looked up once each, and stay unnamed if the log has no name', async () => {
    const asked: string[][] = [];
    const people = new People((ids) => {
      asked.push([...ids]);
      return Promise.resolve([{ id: ada, name: 'Ada Lovelace' }]);
    });
    await people.learn([ada, erased, ada]);
    await people.learn([erased, ada]);
    expect(asked).toEqual([[ada, erased]]);
    expect([people.nameOf(ada), people.nameOf(erased)]).toEqual(['Ada Lovelace', undefined]);
  });

  it('are no more than there is room for, and those needed now are kept', async () => {
    const people = new People((ids) => Promise.resolve(ids.map((id) => ({ id, name: `n${id}` }))));
    const many = Array.from({ length: 9_999 }, (_, n) => String(n));
    await people.learn(many);
    await people.learn(['7', 'a', 'b']);
    expect(['7', 'a', 'b', '8'].map(people.nameOf)).toEqual(['n7', 'na', 'nb', undefined]);
  });

  it('are found in the fields that name them', () => {
    const event = {
      changes: [
        { field: 'curatorId', before: null, after: ada },
        { field: 'fileId', before: null, after: erased },
      ],
      facts: { submissionId: erased, ownerId: 'no uuid' },
    } as unknown as Parameters<typeof peopleIdsIn>[0][number]['event'];
    expect([...peopleIdsIn([{ event }, { event: undefined }])]).toEqual([ada]);
  });
});
