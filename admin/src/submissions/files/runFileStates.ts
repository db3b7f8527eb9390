import type { FileView } from '@contract/files/file.contract.ts';
import type { RunFile } from '@contract/submissions/record-details.contract.ts';
import { fileState, type FileRowState } from './fileRows.ts';

/** The complete files of a submission by name. */
export const filesByName = (files: readonly FileView[]): ReadonlyMap<string, FileView> =>
  new Map(files.filter(({ status }) => status !== 'pending').map((file) => [file.name, file]));

/** The gravest first. */
const grave: readonly FileRowState[] = ['rejected', 'differs', 'missing', 'checking'];

/** How many of a run's files are verified and what it says they are, and the gravest state of the others. */
export const countFiles = (
  named: readonly RunFile[],
  files: ReadonlyMap<string, FileView>,
): { good: number; count: number; worst: FileRowState | null } => {
  const states = named
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, md5 }) => {
      const file = files.get(name);
      return file === undefined ? 'missing' : fileState(file, [{ md5 }]);
    });
  return {
    good: states.filter((state) => state === 'verified').length,
    count: states.length,
    worst: grave.find((state) => states.includes(state)) ?? null,
  };
};
