// What the architecture's checks look with: they must see what they are to refuse.
import { describe, expect, it } from 'vitest';
import { cycles } from './architecture/cycles.ts';
import { parsed } from './architecture/sources.ts';

const file = (text: string, path = 'server/src/a/x.ts') => parsed(path, text);

describe('imports', () => {
  it.each([
    [`import { a } from './y.ts';`, false],
    [`import y from './y.ts';`, false],
    [`import * as y from './y.ts';`, false],
    [`import './y.ts';`, false],
    [`import { type A, b } from './y.ts';`, false],
    [`export * from './y.ts';`, false],
    [`export { a } from './y.ts';`, false],
    [`const y = await import('./y.ts');`, false],
    [`import type { A } from './y.ts';`, true],
    [`import { type A, type B } from './y.ts';`, true],
    [`export type { A } from './y.ts';`, true],
    [`export { type A } from './y.ts';`, true],
  ])('are found, and told apart: %s', (text, isTypeOnly) => {
    expect(file(text).imports).toEqual([{ specifier: './y.ts', path: 'server/src/a/y.ts', isTypeOnly }]);
  });

  it('of packages have no path, and those of other folders theirs', () => {
    expect(file(`import { z } from 'zod'; import { b } from '../b/z.ts';`).imports).toEqual([
      { specifier: 'zod', path: undefined, isTypeOnly: false },
      { specifier: '../b/z.ts', path: 'server/src/b/z.ts', isTypeOnly: false },
    ]);
  });
});

it('rings are found through several files, and not through types', () => {
  const ring = [
    file(`import { b } from './b.ts';`, 'a.ts'),
    file(`import { c } from './c.ts';`, 'b.ts'),
    file(`import { a } from './a.ts';`, 'c.ts'),
  ];
  expect(cycles(ring)).toEqual(['a.ts → b.ts → c.ts → a.ts']);
  expect(cycles([...ring.slice(0, 2), file(`import type { a } from './a.ts';`, 'c.ts')])).toEqual([]);
  expect(cycles([file(`import { a } from './a.ts';`, 'a.ts')])).toEqual(['a.ts → a.ts']);
});

it('writes through injected repositories are found, reads and the transaction’s own are not', () => {
  const text = `class S {
    constructor(private readonly users: Repository<User>, private readonly uow: UnitOfWork) {}
    a() { return this.users.save({}); }
    b() { return this.uow.run((tx) => { this.users.delete(1); return tx.repo(User).insert({}); }); }
    c() { return this.users.findOneBy({ id: 1 }); }
    d() { return this.uow.update(1); }
  }`;
  expect(file(text).injectedWrites).toEqual(['this.users.save', 'this.users.delete']);
});

it('any is found as a type and not as a word', () => {
  expect(
    file(`const a: any = 1;\nconst b = 'any';\n// any\nconst c = x as any;\nconst any = 1;`).anys,
  ).toEqual([1, 4]);
});

it('names are those of the code, not of comments, strings and patterns', () => {
  const { names } = file(
    `// process.env\n/* forwardRef */ const a = 'import.meta.env'; b(process.env.X, /'/, 'x', \`${'$'}{c.d} e.f\`);`,
  );
  expect(names).toContain('process.env');
  expect(names).toContain('c.d');
  for (const none of ['forwardRef', 'import.meta.env', 'e.f']) expect(names).not.toContain(none);
});
