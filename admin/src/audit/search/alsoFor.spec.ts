import { expect, it } from 'vitest';
import { actorMeant } from './AlsoFor.tsx';

const id = '0197a000-0000-7000-8000-000000000000';
const taken = [{ text: 'ada', people: [{ id, name: 'Ada Lovelace', knownAs: null }] }];

it.each([
  [{ actor: 'ada' }, 'ada'],
  [{ actor: id, since: '2026-01-01' }, id],
  [{ actor: 'ena' }, undefined],
  [{ actor: 'ada', onBehalfOf: 'ada' }, undefined],
  [{ notActor: 'ada' }, undefined],
  [{}, undefined],
])('%o: what was done for %s', (values, expected) => {
  expect(actorMeant(values, taken)).toBe(expected);
});
