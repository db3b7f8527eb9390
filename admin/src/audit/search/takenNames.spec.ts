import { readLine } from '@contract/audit/finding/search-line.contract.ts';
import { expect, it } from 'vitest';
import { takenIn } from './takenNames.ts';

const ada = { id: 'u1', name: 'Ada Lovelace', knownAs: null };
const byron = { id: 'u2', name: 'Byron', knownAs: 'ada@example.org' };
const narrowed = (values: Record<string, string>, text: string) =>
  takenIn(values, [{ text, people: [ada, byron] }]).map(({ filter, written, people }) => [
    filter,
    written,
    ...people.map((person) => person.narrowed),
  ]);

it('tells of each filter whom its name takes, and what it says of one of them alone', () => {
  expect(narrowed({ actor: 'ada', onBehalfOf: 'ada', since: '2026-10-01' }, 'ada')).toEqual([
    ['actor', 'actor:ada', 'u1', 'u2'],
    ['onBehalfOf', 'behalf:ada', 'u1', 'u2'],
  ]);
  expect(narrowed({ notActor: 'ada b' }, 'ada b')).toEqual([['notActor', '-actor:"ada b"', 'u1', 'u2']]);
});

it('leaves the other records of a list as they are', () => {
  expect(narrowed({ record: 'SUB-1,ada@,x@y' }, 'ada@')).toEqual([
    ['record', 'record:ada@', 'SUB-1,u1,x@y', 'SUB-1,u2,x@y'],
  ]);
});

it('tells nothing of names that stand in no filter any more', () => {
  expect(narrowed({ actor: 'u1' }, 'ada')).toEqual([]);
  expect(narrowed({}, '')).toEqual([]);
});

it('writes each name so that the line reads it again', () => {
  for (const name of ['ada', 'ada b', 'a:b', '-ada', '"ada"', 'ada\\'])
    expect(
      readLine(takenIn({ actor: name }, [{ text: name, people: [ada] }])[0]?.written ?? ''),
    ).toMatchObject({
      filters: { actor: name },
      problems: [],
    });
});
