import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSafe, escapeHtml, messageIdOf, oneLine, UnsafeMail, withoutAddresses } from './mail.ts';

const mail = { to: 'curator@example.org', subject: 'ENA: nothing to send' };

describe('a mail', () => {
  it.each([
    { to: 'a@example.org\r\nBcc: b@example.org' },
    { to: 'a@example.org, b@example.org' },
    { to: 'a@example.org;b@example.org' },
    { to: 'A <a@example.org>' },
    { to: 'a@example.org\0' },
    { to: 'nobody' },
    { to: '' },
    { subject: 'Hello\r\nBcc: b@example.org' },
    { subject: 'Hello\nX: y' },
    { subject: 'Hello\rX: y' },
    { subject: 'Hello\u2028X: y' },
    { subject: 'Hello\u0085X: y' },
    { subject: 'x'.repeat(300) },
  ])('with $to$subject is refused', (given) => {
    expect(() => assertSafe({ ...mail, ...given })).toThrow(UnsafeMail);
  });

  it('like any other is not', () => {
    for (const given of [{}, { to: "o'neil+ena@mail.example.co.uk" }, { subject: 'Größe – 2 samples' }])
      expect(() => assertSafe({ ...mail, ...given })).not.toThrow();
  });
});

it('any text on one line can be a subject', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(() => assertSafe({ ...mail, subject: oneLine(text) })).not.toThrow();
    }),
  );
});

it('escaped text says the same and is no markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`<>&"'ab;#`) }), (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).not.toMatch(/[<>"']/);
      const back = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' } as Record<string, string>;
      expect(escaped.replace(/&(#?\w+);/g, (_, name: string) => back[name] ?? '?')).toBe(text);
    }),
  );
});

it('has the same id at each attempt', () => {
  expect(messageIdOf('m1', 'seqdb.example.org')).toBe('<m1@seqdb.example.org>');
});

describe('what a mail server says', () => {
  const to = 'Ada.Lovelace+seqdb@example.org';

  it.each([
    [
      '550 5.1.1 <ada.lovelace+seqdb@EXAMPLE.org>: Recipient address rejected',
      '550 5.1.1 <[address]>: Recipient address rejected',
    ],
    [
      '552 ada@elsewhere.example is full (for "Ada.Lovelace+seqdb@example.org")',
      '552 [address] is full (for "[address]")',
    ],
    ['550 no mailbox ADA.LOVELACE+SEQDB here', '550 no mailbox [address] here'],
    ['connect ECONNREFUSED 192.0.2.1:25', 'connect ECONNREFUSED 192.0.2.1:25'],
  ])('%s is kept without whom it was for', (says, kept) => {
    expect(withoutAddresses(says, to)).toBe(kept);
  });

  it('never holds the recipient', () => {
    const part = fc.stringMatching(/^[\w.+*'$^|?{}-]{1,12}$/);
    fc.assert(
      fc.property(part, part, fc.string(), fc.string(), (name, host, before, after) => {
        const address = `${name}@${host}.example`;
        const said = withoutAddresses(`${before} ${address.toUpperCase()} ${after}`, address);
        expect(said.toLowerCase()).not.toContain(address.toLowerCase());
      }),
    );
  });
});
