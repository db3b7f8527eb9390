import { createHash } from 'node:crypto';
import { invalid } from '../platform/errors/app.error.ts';
import { type Checklist, checklist } from './checklist.contract.ts';
import { ChecklistUnusable, compiled } from './compiled-checklist.ts';

/**
 * Reads a checklist file: ENA's XML, or our own JSON form. The XML library is loaded with the first of them: it takes
 * 20 MB of memory.
 *
 * @param version label for a file that carries none (ENA's carry none)
 * @returns the checklists in it, each ready to be compiled
 * @throws AppError `checklist.unreadable` (422) naming what is wrong where
 */
export async function readChecklistFile(bytes: Uint8Array, version: string): Promise<Checklist[]> {
  const checklists = looksLikeJson(bytes) ? [readJson(bytes)] : await readXml(bytes, version);
  for (const found of checklists) {
    try {
      compiled(found);
    } catch (error) {
      if (!(error instanceof ChecklistUnusable)) throw error;
      throw unreadable(error.problems.map((message) => ({ path: found.accession, message })));
    }
  }
  return checklists;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const unreadable = (errors: readonly { path: string; message: string }[]) =>
  invalid(
    'checklist.unreadable',
    'The file is no checklist that can be used. Nothing was installed.',
    errors,
  );

const looksLikeJson = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, 64))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('{');

function readJson(bytes: Uint8Array): Checklist {
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    throw unreadable([{ path: 'file', message: (error as SyntaxError).message }]);
  }
  const parsed = checklist.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unreadable(
    parsed.error.issues.slice(0, 50).map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}

async function readXml(bytes: Uint8Array, version: string): Promise<Checklist[]> {
  const { ChecklistFileError, readChecklistXml } = await import('./checklist-xml.reader.ts');
  try {
    return readChecklistXml(bytes, { version });
  } catch (error) {
    if (!(error instanceof ChecklistFileError)) throw error;
    throw unreadable(error.problems.map((message) => ({ path: 'file', message })));
  }
}
