import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-maps-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `interface Much {
  is: 'gone';
  when: 'compiled';
}

export function fail(word: string): never {
  const much: Partial<Much> = {};
  throw new TypeError(word + Object.keys(much).length);
}
`;

/** Compiles the source as a module of its own, with its map. */
function compiled(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, sourceMap: true };
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: 'source.ts',
    compilerOptions,
  });
  writeFileSync(file, outputText);
  writeFileSync(`${file}.map`, sourceMapText ?? '');
  return file;
}

function run(program: string): string {
  const preload = pathToFileURL(join(import.meta.dirname, 'own-source-maps.ts')).href;
  const args = ['--no-warnings', `--import=${preload}`, '--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return stdout + stderr;
}

const failing = (file: string) =>
  `import { fail } from ${JSON.stringify(pathToFileURL(file).href)}; try { fail('x'); } catch (error) { console.log(error.stack); }`;

it('a stack names the line of our source', () => {
  const lines = run(failing(compiled('ours.js'))).split('\n');
  expect(lines[0]).toBe('TypeError: x0');
  expect(lines[1]).toMatch(/^ {4}at fail \(file:.*\/source\.ts:8:9\)$/);
}, 60_000);

it('an error that nobody catches is told so, too', () => {
  const file = pathToFileURL(compiled('uncaught.js')).href;
  expect(run(`import { fail } from ${JSON.stringify(file)}; fail('x');`)).toContain('/source.ts:8:9');
}, 60_000);

it('packages, and modules without a map, are named as they were compiled', () => {
  const inPackage = compiled('node_modules/package/index.js');
  expect(run(failing(inPackage))).toMatch(/index\.js:\d+:\d+/);
  const without = compiled('without.js');
  rmSync(`${without}.map`);
  expect(run(failing(without))).toMatch(/without\.js:\d+:\d+/);
}, 60_000);

it('what cannot be written has a stack all the same', () => {
  const program = `const odd = { get name() { throw new Error('no'); } }; Error.captureStackTrace(odd); console.log(odd.stack);`;
  expect(run(program)).toMatch(/^Error\n {4}at file:/);
}, 60_000);
