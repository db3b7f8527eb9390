import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const module = join(import.meta.dirname, 'binaries.ts');
const run = promisify(execFile);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'binaries-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The same work in several processes, which begin together as well as they can. */
const together = (code: string) => {
  const start = Date.now() + 1_500;
  const source = `const { makeLinks, copyPostgres } = await import(${JSON.stringify(module)});
    while (Date.now() < ${start}) {}
    ${code}`;
  return Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '--eval', source])),
  );
};

it('makes its links once, however many begin at the same time', async () => {
  const names = Array.from({ length: 400 }, (_, index) => `lib${index}.so`);
  mkdirSync(join(folder, 'native', 'lib'), { recursive: true });
  for (const name of names) writeFileSync(join(folder, 'native', 'lib', `${name}.1`), name);
  const links = names.map((name) => ({ source: `native/lib/${name}.1`, target: `native/lib/${name}` }));
  writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  await together(`makeLinks(${JSON.stringify(join(folder, 'native'))});`);
  for (const name of names) expect(readFileSync(join(folder, 'native', 'lib', name), 'utf8')).toBe(name);
});

it('copies the programs once, however many begin at the same time', async () => {
  const [from, to] = [join(folder, 'native'), join(folder, 'copy')];
  for (const part of ['bin', 'lib', 'share', 'include']) {
    mkdirSync(join(from, part), { recursive: true });
    writeFileSync(join(from, part, 'file'), part);
  }
  await together(`copyPostgres(${JSON.stringify(from)}, ${JSON.stringify(to)});`);
  expect(readdirSync(folder).toSorted()).toEqual(['copy', 'native']);
  expect(readdirSync(to).toSorted()).toEqual(['bin', 'lib', 'share']);
});
