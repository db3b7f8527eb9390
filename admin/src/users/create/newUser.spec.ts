import { describe, expect, it } from 'vitest';
import { blank, problemsOf, refusalsOf, requestOf } from './newUser.ts';
import { alphabet, suggestedPassword } from './suggestedPassword.ts';

const anna = {
  name: ' Anna Ito ',
  email: ' anna@example.org ',
  roles: ['curator' as const],
  password: 'ten letters',
};

describe('a new account', () => {
  it('needs all four', () => {
    expect(Object.keys(problemsOf(blank))).toEqual(['name', 'email', 'roles', 'password']);
    expect(problemsOf(anna)).toEqual({});
  });

  it('needs ten characters and something like an address', () => {
    expect(problemsOf({ ...anna, password: '123456789' })).toEqual({ password: 'password' });
    expect(problemsOf({ ...anna, password: '1234567890' })).toEqual({});
    for (const email of ['anna', 'anna@', 'anna@host', 'an na@host.org'])
      expect(problemsOf({ ...anna, email }), email).toEqual({ email: 'email' });
  });

  it('is sent without the spaces around it, the password as it is', () => {
    expect(requestOf({ ...anna, password: ' keeps its spaces ' })).toEqual({
      name: 'Anna Ito',
      email: 'anna@example.org',
      roles: ['curator'],
      password: ' keeps its spaces ',
    });
  });
});

describe('a refusal', () => {
  it('goes to its field, also where the server names no field or one within', () => {
    expect(refusalsOf({ code: 'user.email_taken', message: 'taken', errors: [] })).toEqual({
      email: 'taken',
    });
    expect(
      refusalsOf({ code: 'request.invalid', message: '', errors: [{ path: 'roles.0', message: 'unknown' }] }),
    ).toEqual({ roles: 'unknown' });
    expect(refusalsOf({ code: 'access.denied', message: 'no', errors: [] })).toEqual({});
  });
});

describe('a suggested password', () => {
  it('is long enough, of letters that are not mistaken, and another each time', () => {
    const made = Array.from({ length: 200 }, suggestedPassword);
    const shape = new RegExp(`^([${alphabet}]{5}-){3}[${alphabet}]{5}$`);
    for (const password of made) expect(password).toMatch(shape);
    expect(new Set(made).size).toBe(200);
    expect(alphabet).not.toMatch(/[ilo01]/);
  });

  it('draws every letter about equally often', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 500; n += 1)
      for (const letter of suggestedPassword().replaceAll('-', ''))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(alphabet.length);
    const expected = (500 * 20) / alphabet.length;
    for (const [letter, count] of counts)
      expect(Math.abs(count - expected), letter).toBeLessThan(expected * 0.4);
  });
});
