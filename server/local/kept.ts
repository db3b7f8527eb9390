import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A random secret that belongs to a data folder: made at the first start, the same ever after.
 * @param dir the folder, where it is kept as `<name>.secret`, readable by its owner only
 * @param bytes how many random bytes it stands for
 * @returns base64url text without padding
 */
export function keptSecret(dir: string, name: string, bytes = 24): string {
  const file = join(dir, `${name}.secret`);
  const known = readIfThere(file);
  if (known) return known;
  const secret = randomBytes(bytes).toString('base64url');
  writeWhole(file, secret, 0o600);
  return secret;
}

/** Writes a file so that a kill in the middle leaves the old one or the new one, never half of it. */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}

/** @returns the file's text, or undefined when there is no such file */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
