import type { FileStatus } from './file.contract.ts';

/**
 * The states of a file, and where each may go. What each means, and who brings it about:
 *
 * - `pending`: its owner holds signed addresses and is sending bytes to the store.
 * - `uploaded`: its owner says that all bytes are there; waits for a worker. From here on its name is taken.
 * - `verifying`: a worker reads it once, for its size and checksums; again from the start when the worker is lost.
 * - `verified`: it is what its owner declared; only now are there bytes for anybody.
 * - `rejected`: it is not, with the reason. A checksum file that comes later, or goes, may change this either way.
 * - `aborted`: given up before it was complete, by its owner or because nobody came back; final.
 * - `removed`: taken out, or replaced by another of its name; final. Bytes that were submitted stay in the store.
 */
export const transitions: Record<FileStatus, readonly FileStatus[]> = {
  pending: ['uploaded', 'aborted'],
  uploaded: ['verifying', 'removed'],
  verifying: ['verifying', 'verified', 'rejected', 'removed'],
  verified: ['rejected', 'removed'],
  rejected: ['verified', 'removed'],
  aborted: [],
  removed: [],
};

export const canMove = (from: FileStatus, to: FileStatus): boolean => transitions[from].includes(to);

/** Complete, whatever came of it: these hold their name among the files of their root. */
export const current: readonly FileStatus[] = ['uploaded', 'verifying', 'verified', 'rejected'];

/** Count against the limits of their root; what is over is not shown unless it is asked for. */
export const counted: readonly FileStatus[] = ['pending', ...current];

const literal = (statuses: readonly FileStatus[]) => `'{${statuses.join(',')}}'`;

/** The same for SQL, as in `status = ANY(${currentSql})`. */
export const currentSql = literal(current);
export const countedSql = literal(counted);
