import type { VerificationView } from '@contract/audit/verification/verification.contract.ts';
import { expect, it } from 'vitest';
import { flawsOf } from './flawsOf.ts';

const id = '01a200b0-f722-7000-8000-0a7025ba2b29';
const run = (given: Partial<VerificationView>) =>
  flawsOf({ state: 'damaged', damage: null, place: null, says: null, ...given } as VerificationView);
const line = (place: string, says: string) => run({ place, says }).flaws[0];

it('takes the places as a run has them', () => {
  const reason = { code: 'flaw.event_altered', params: { id } } as const;
  const place = { kind: 'event', number: 7, id, isThere: true, reason } as const;
  const damage = {
    places: [
      { ...place, says: `${id} is not as it was sealed` },
      { ...place, number: 8, says: 'was sealed' },
    ],
    unnamed: 3,
  };
  expect(run({ damage, place: 'event 7', says: 'ignored; other bad places: event 9' })).toEqual({
    flaws: [
      { ...place, says: `${id} is not as it was sealed.` },
      { ...place, number: 8, says: 'It was sealed.' },
    ],
    unnamed: 3,
  });
});

it('has none where nothing was found', () => {
  expect(run({ state: 'failed', says: 'it could not be run to its end' })).toEqual({ flaws: [], unnamed: 0 });
  expect(run({})).toEqual({ flaws: [], unnamed: 0 });
});

it('reads a place by its number, the event that stands there, and where else something is wrong', () => {
  const says = `${id} is not as it was sealed; other bad places: event 9, segment 3, event ${id} and 12 more`;
  const none = { says: null, reason: undefined, isThere: false };
  expect(run({ place: 'event 7', says })).toEqual({
    flaws: [
      { ...none, kind: 'event', number: 7, id, isThere: true, says: 'It is not as it was sealed.' },
      { ...none, kind: 'event', number: 9, id: null },
      { ...none, kind: 'segment', number: 3, id: null },
      { ...none, kind: 'event', number: null, id, isThere: true },
    ],
    unnamed: 12,
  });
});

it('reads a place that is an event by its id', () => {
  expect(line(`event ${id}`, 'a personal value is no longer there, and was not erased')).toMatchObject({
    id,
    isThere: true,
    says: 'A personal value is no longer there, and was not erased.',
  });
  expect(line(`event ${id}; x`, '')).toMatchObject({ kind: 'guard', isThere: false });
  expect(line('event 7', '')).toMatchObject({ kind: 'event', number: 7, id: null, isThere: false });
});

it('makes a sentence of what begins with its verb, and leaves alone what it does not know', () => {
  const says = (told: string) => line('heads', told)?.says;
  expect(says('was sealed and is no longer there')).toBe('It was sealed and is no longer there.');
  expect(says('the month is said to have left the log, and is still there')).toBe(
    'The month is said to have left the log, and is still there.',
  );
  expect(says('island of words')).toBe('Island of words.');
  expect(says('')).toBeNull();
  expect(line('event 7', `${id} moved`)).toMatchObject({ id: null, says: `${id} moved.` });
});
