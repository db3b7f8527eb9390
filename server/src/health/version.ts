import { readFileSync } from 'node:fs';

/** The product's version, from the package.json nearest above this file (sources and build lie at different depths). */
export const version = versionAbove(new URL('.', import.meta.url));

function versionAbove(folder: URL): string {
  try {
    return (JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { version: string }).version;
  } catch (error) {
    const parent = new URL('..', folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent.href === folder.href) throw error;
    return versionAbove(parent);
  }
}
