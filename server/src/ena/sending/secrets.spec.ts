import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialForms, withoutSecrets } from './secrets.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('what is kept of an answer', () => {
  it('has no password in it, neither plain nor as a header', () => {
    const forms = credentialForms('Webin-1', 'hörn & tusk');
    const echo = `<p>Authorization: Basic ${forms[0]}</p><p>hörn & tusk, hörn & tusk</p>`;
    const kept = text(withoutSecrets(Buffer.from(echo), forms));
    for (const form of forms) expect(kept).not.toContain(form);
    expect(kept).toBe('<p>Authorization: Basic [removed]</p><p>[removed], [removed]</p>');
  });

  it('has no token in it, of which nobody knows any more', () => {
    const token = 'eyJhbGciOi.J9-_~+/x1234567890==';
    for (const [before, after] of [
      [`hörn: Authorization: Bearer ${token}\r\nHost: x`, 'hörn: Authorization: Bearer [removed]\r\nHost: x'],
      [`"bearer\t${token}", "BEARER  ${token}"`, '"bearer\t[removed]", "BEARER  [removed]"'],
      ['The bearer of bad news; Bearer: none', 'The bearer of bad news; Bearer: none'],
    ] as const)
      expect(text(withoutSecrets(Buffer.from(before), []))).toBe(after);
    const odd = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from(`Bearer ${token}`),
      Buffer.from([0xc3]),
    ]);
    const kept = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from('Bearer [removed]'),
      Buffer.from([0xc3]),
    ]);
    expect(Buffer.compare(withoutSecrets(odd, []), kept)).toBe(0);
  });

  it('is what came, where no secret is in it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const kept = withoutSecrets(
          bytes,
          credentialForms('Webin-1', 'a password that nothing has by chance'),
        );
        return Buffer.compare(kept, bytes) === 0;
      }),
    );
  });

  it('is no different without a password', () => {
    expect(text(withoutSecrets(Buffer.from('abc'), credentialForms('Webin-1', undefined)))).toBe('abc');
    expect(text(withoutSecrets(Buffer.from('abc'), ['']))).toBe('abc');
  });
});
