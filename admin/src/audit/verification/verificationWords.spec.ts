import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { npxCommand, offlineCommand, placeWords, tookWords } from './verificationWords.ts';

const text = ((key: string, values: { number: string }) => `${key} ${values.number}`) as Text;

it('locates what is wrong in words, and leaves alone what it does not know', () => {
  expect(placeWords('event 1234', text, 'en')).toBe('logVerification.place.event 1,234');
  expect(placeWords('segment 7', text, 'en')).toBe('logVerification.place.segment 7');
  expect(placeWords('heads', text, 'en')).toBe('heads');
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
