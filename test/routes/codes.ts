// The codes of errors that the server's sources make, and of which kind.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../server/src', import.meta.url));

/** `conflict('module.reason', …)`, `new AppError('conflict', 'module.reason', …)` */
const made = /\b(?:(conflict|invalid|gone|forbidden)\(|AppError\(\s*'([a-z_]+)',)\s*'([a-z_]+\.[a-z_]+)'/g;
/** Codes of refusals that a pure rule returns, and that become a conflict where it is asked. */
const returned = /\bcode: '([a-z_]+\.[a-z_]+)'/g;

/** Which codes there are, and whether an error of a kind may have one. */
export function errorCodes() {
  const kinds = new Map<string, Set<string>>();
  const note = (code: string, kind: string) => kinds.set(code, (kinds.get(code) ?? new Set()).add(kind));
  for (const path of globSync('**/*.ts', { cwd: folder }).filter((name) => !name.endsWith('.spec.ts'))) {
    const text = readFileSync(`${folder}/${path}`, 'utf8');
    for (const [, short, long, code = ''] of text.matchAll(made)) note(code, short ?? long ?? '');
    for (const [, code = ''] of path.endsWith('.state.ts') ? text.matchAll(returned) : [])
      note(code, 'conflict');
  }
  return { isKnown: (code: string, kind: string) => kinds.get(code)?.has(kind) ?? false };
}
