import { expect, it } from 'vitest';
import { eventIdIn, flawOf } from './flawOf.ts';

const id = '01a200b0-f722-7000-8000-0a7025ba2b29';

it('reads a place by its number, the event that stands there, and where else something is wrong', () => {
  const line = `${id} is not as it was sealed; other bad places: event 9, segment 3, event ${id} and 12 more`;
  expect(flawOf('event 7', line)).toEqual({
    place: 'event 7',
    eventId: id,
    says: 'It is not as it was sealed.',
    others: ['event 9', 'segment 3', `event ${id}`],
    unnamed: 12,
  });
});

it('reads a place that is an event by its id', () => {
  expect(flawOf(`event ${id}`, 'a personal value is no longer there, and was not erased')).toMatchObject({
    eventId: id,
    says: 'A personal value is no longer there, and was not erased.',
    others: [],
    unnamed: 0,
  });
  expect(eventIdIn(`event ${id}; x`)).toBeNull();
  expect(eventIdIn('event 7')).toBeNull();
});

it('makes a sentence of what begins with its verb, and leaves alone what it does not know', () => {
  const says = (line: string) => flawOf('heads', line).says;
  expect(says('was sealed and is no longer there')).toBe('It was sealed and is no longer there.');
  expect(says('the month is said to have left the log, and is still there')).toBe(
    'The month is said to have left the log, and is still there.',
  );
  expect(says('island of words')).toBe('Island of words.');
  expect(says('')).toBeNull();
  expect(flawOf('event 7', `${id} moved`)).toMatchObject({ eventId: null, says: `${id} moved.` });
});
