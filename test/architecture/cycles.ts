import type { SourceFile } from './sources.ts';

/**
 * Rings of files that import values from one another: which of them is ready first then depends on who asks.
 *
 * @returns each ring once, as `a → b → a`
 */
export function cycles(files: readonly Pick<SourceFile, 'path' | 'imports'>[]): string[] {
  const edges = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.flatMap((each) => (each.isTypeOnly || !each.path ? [] : each.path)),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push([...trail.slice(start), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}
