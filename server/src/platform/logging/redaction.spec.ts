import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { redactor } from './redaction.ts';

it('takes every secret out of a line, wherever it stands', () => {
  const secret = fc.string({ minLength: 6, unit: fc.constantFrom(...'abc"\\\n/') });
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.string(), (secrets, around) => {
      const redact = redactor(secrets);
      for (const each of secrets) {
        expect(redact(`${around}${each}${around}`)).not.toContain(each);
        const json = JSON.stringify({ url: `x${each}y` });
        expect(redact(json)).not.toContain(JSON.stringify(each).slice(1, -1));
      }
    }),
  );
});

it('takes a URL before the password in it, and leaves ordinary words', () => {
  const redact = redactor(['postgres://app:passw0rd@db/seqdb', 'passw0rd', 'app']);
  expect(redact('no connection to postgres://app:passw0rd@db/seqdb')).toBe('no connection to [secret]');
  expect(redact('passw0rd of the app')).toBe('[secret] of the app');
  expect(redactor([])('nothing')).toBe('nothing');
});
