import type {
  FileState,
  FileStateCounts,
  FileStateView,
} from '@contract/submissions/uploads/file-state.contract.ts';
import type { Transfer } from './transfer/transfer.ts';

/** `sending`: a record names it, it is not here, and this tab is sending it. */
export type FileRowState = FileState | 'sending';

export type FileRow = Omit<FileStateView, 'state'> & {
  state: FileRowState;
  /** The file whose MD5 this one holds. */
  checksumOf: string | null;
};

export const views = ['all', 'missing', 'wrong', 'coming', 'verified'] as const;
export type FilesView = (typeof views)[number];

/** The states that a view shows; none: all. */
export const statesOf: Record<FilesView, readonly FileState[]> = {
  all: [],
  missing: ['missing'],
  wrong: ['unfinished', 'differs', 'rejected'],
  coming: ['checking'],
  verified: ['verified'],
};

/** @param begun uploads that this tab is at: they are no longer files that nobody finishes */
export const countViews = ({ counts }: FileStateCounts, begun: number): Record<FilesView, number> => {
  const unfinished = Math.max(0, counts.unfinished - begun);
  const wrong = unfinished + counts.differs + counts.rejected;
  const { missing, checking: coming, verified } = counts;
  return { all: missing + wrong + coming + verified, missing, wrong, coming, verified };
};

const sidecar = /^(.+)\.md5$/;

/** The file whose MD5 a file of this name holds. */
const checksumOf = (name: string): string | null => sidecar.exec(name)?.[1] ?? null;

const inOrder = new Intl.Collator('en', { numeric: true });

/**
 * Every file that is here, and every one that records name and that is not, with what this tab is at. The way people
 * count (2 before 10) once all are known; while there are more, in the order they come in.
 */
export const fileRows = (
  files: readonly FileStateView[],
  transfers: readonly Transfer[],
  isWhole: boolean,
): FileRow[] => {
  const sending = new Set(transfers.map(({ name }) => name));
  const begunHere = new Set(transfers.map(({ uploadId }) => uploadId));
  const rows = files
    .filter(({ id, state }) => state !== 'unfinished' || !begunHere.has(id))
    .map((file): FileRow => ({
      ...file,
      state: file.state === 'missing' && sending.has(file.name) ? 'sending' : file.state,
      checksumOf: checksumOf(file.name),
    }));
  return isWhole ? rows.sort((one, other) => inOrder.compare(one.name, other.name)) : rows;
};
