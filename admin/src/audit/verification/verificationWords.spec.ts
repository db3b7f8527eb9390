import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { npxCommand, offlineCommand, placeWords, tookWords } from './verificationWords.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');

it('locates what is wrong in words, and leaves alone what it does not know', () => {
  expect(placeWords('event 1234', text, 'en')).toBe('logVerification.place.event 1,234');
  expect(placeWords('segment 7', text, 'en')).toBe('logVerification.place.segment 7');
  expect(placeWords('heads', text, 'en')).toBe('logVerification.place.heads');
  expect(placeWords('archive of 2026-03', text, 'en')).toBe('logVerification.place.archiveOf March 2026');
  expect(placeWords('archive of 2026-13', text, 'en')).toBe('archive of 2026-13');
  const id = '01a200b0-f722-7000-8000-0a7025ba2b29';
  expect(placeWords(`event ${id}`, text, 'en')).toBe(`logVerification.place.eventId ${id}`);
  expect(placeWords(`hold ${id}`, text, 'en')).toBe(`logVerification.place.hold ${id}`);
  expect(placeWords(`segment ${id}`, text, 'en')).toBe(`segment ${id}`);
  expect(placeWords('manifest', text, 'en')).toBe('manifest');
  expect(placeWords('event 7; DROP', text, 'en')).toBe('event 7; DROP');
});

it('never has npx install something else in the verifier’s place', () => {
  const given = 'log.jsonl --keys seqdb-audit-keys.json --heads seqdb-audit-heads.json';
  expect(offlineCommand('log.jsonl')).toBe(`node seqdb-audit-verify.mjs ${given}`);
  expect(npxCommand('https://seqdb.example', 'log.jsonl')).toBe(
    `npx https://seqdb.example/.well-known/seqdb-audit-verify.tgz ${given}`,
  );
});

it('says how long it took', () => {
  const after = (seconds: number) =>
    tookWords(
      '2026-11-21T10:00:00.000Z',
      new Date(Date.UTC(2026, 10, 21, 10) + seconds * 1_000).toISOString(),
      'en',
    );
  expect([after(0.42), after(42.4), after(180), after(-1)]).toEqual(['0.4 sec', '42 sec', '3 min', '0 sec']);
});
