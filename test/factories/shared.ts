import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Real documents of ENA and its users lie outside of the repository and are never copied into it. */
const folder = resolve(process.env.SEQDB_SHARED ?? join(import.meta.dirname, '..', '..', '..', 'shared'));

export const sharedPath = (path: string): string => join(folder, path);

/** Why a test that reads a shared file is skipped; undefined where the file is there. */
export const lacking = (path: string): string | undefined =>
  existsSync(sharedPath(path))
    ? undefined
    : `${path} is not in ${folder}: set SEQDB_SHARED to the folder with ENA's documents`;

export const readShared = (path: string): Buffer => readFileSync(sharedPath(path));
