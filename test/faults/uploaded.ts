import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { md5Of } from '../factories/files.ts';

/** Of what lies in the upload area, by its path there: the MD5 of its bytes, and what its `.md5` says. */
export type Uploaded = ReadonlyMap<string, { md5: string; said: string | null }>;

export function uploadedTo(folder: string): Uploaded {
  if (!statSync(folder, { throwIfNoEntry: false })) return new Map();
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const text = (path: string) => readFileSync(join(folder, path));
  return new Map(
    all
      .filter((path) => !path.endsWith('.md5'))
      .map((path) => {
        const said = all.includes(`${path}.md5`) ? text(`${path}.md5`).toString().slice(0, 32) : null;
        return [path, { md5: md5Of(text(path)), said }];
      }),
  );
}
