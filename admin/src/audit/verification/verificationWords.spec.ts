import { placeNamed } from '@contract/audit/verification/place-named.contract.ts';
import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { npxCommand, offlineCommand, placeWords, tookWords } from './verificationWords.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');

it('locates what is wrong in words', () => {
  const words = (name: string) => placeWords(placeNamed(name), text, 'en');
  expect(words('event 1234')).toBe('logVerification.place.event 1234');
  expect(words('segment 7')).toBe('logVerification.place.segment 7');
  expect(words('heads')).toBe('logVerification.place.heads');
  expect(words('archive')).toBe('logVerification.place.archive');
  expect(words('archive of 2026-03')).toBe('logVerification.place.archiveOf March 2026');
  expect(words('archive of 2026-13')).toBe('logVerification.place.guard archive of 2026-13');
  const id = '01a200b0-f722-7000-8000-0a7025ba2b29';
  expect(words(`event ${id}`)).toBe(`logVerification.place.eventId ${id}`);
  expect(words(`hold ${id}`)).toBe(`logVerification.place.hold ${id}`);
  expect(words(`segment ${id}`)).toBe(`logVerification.place.guard segment ${id}`);
  expect(words('audit_refuse()')).toBe('logVerification.place.guard audit_refuse()');
  expect(words('event 7; DROP')).toBe('logVerification.place.guard event 7; DROP');
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
