import { expect, it } from 'vitest';
import { hashPassword, nobodysHash, verifyPassword } from './password.ts';

it('is kept as argon2id, salted, and found again', async () => {
  const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword(one, 'correct horse')).toBe(true);
  expect(await verifyPassword(other, 'correct horse')).toBe(true);
  for (const wrong of ['', 'Correct horse', 'correct horse ', 'correct hors'])
    expect(await verifyPassword(one, wrong)).toBe(false);
});

it('takes any text', async () => {
  for (const password of ['ü😀 passwörd', 'x'.repeat(200), '\0']) {
    expect(await verifyPassword(await hashPassword(password), password)).toBe(true);
  }
});

const parameters = (hash: string) => hash.split('$').slice(0, 4).join('$');

it('of nobody costs as much as that of anybody', async () => {
  expect(parameters(await nobodysHash)).toBe(parameters(await hashPassword('x')));
});
