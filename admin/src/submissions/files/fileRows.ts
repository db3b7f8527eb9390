import type { FileView } from '@contract/files/file.contract.ts';
import type { Transfer } from './transfer/transfer.ts';

/** A run that names a file, and the MD5 it gives for it. */
export type Naming = { runId: string; runAlias: string; md5: string | null };

/**
 * `missing`: a run names it and it is not here. `unfinished`: begun in another tab or on another day, and not all of it came.
 * `differs`: verified, and not what its run says.
 */
export type FileRowState =
  'missing' | 'sending' | 'unfinished' | 'checking' | 'verified' | 'differs' | 'rejected';

export type FileRow = {
  key: string;
  name: string;
  state: FileRowState;
  file: FileView | null;
  namings: readonly Naming[];
  /** The file whose MD5 this one holds. */
  checksumOf: string | null;
};

export const views = ['all', 'missing', 'wrong', 'coming', 'verified'] as const;
export type FilesView = (typeof views)[number];

const viewOf: Record<FileRowState, Exclude<FilesView, 'all'>> = {
  missing: 'missing',
  sending: 'coming',
  unfinished: 'wrong',
  checking: 'coming',
  verified: 'verified',
  differs: 'wrong',
  rejected: 'wrong',
};

export const isIn = (view: FilesView, { state }: Pick<FileRow, 'state'>) =>
  view === 'all' || viewOf[state] === view;

export const countRows = (rows: readonly FileRow[]) =>
  Object.fromEntries(views.map((view) => [view, rows.filter((row) => isIn(view, row)).length])) as Record<
    FilesView,
    number
  >;

const sidecar = /^(.+)\.md5$/;

/** The file whose MD5 a file of this name holds. */
export const checksumOf = (name: string): string | null => sidecar.exec(name)?.[1] ?? null;

const inOrder = new Intl.Collator('en', { numeric: true });

/** A run may write its MD5 in capital letters; what is no MD5 at all is a finding, not a difference. */
const isOther = (md5: string | null, given: string | null) =>
  md5 !== null &&
  given !== null &&
  /^[0-9a-f]{32}$/i.test(given.trim()) &&
  given.trim().toLowerCase() !== md5;

/** What became of a file that is here, for those who name it. */
export const fileState = (file: FileView, namings: readonly Pick<Naming, 'md5'>[]): FileRowState => {
  if (file.status === 'pending') return 'unfinished';
  if (file.status === 'rejected') return 'rejected';
  if (file.status !== 'verified') return 'checking';
  return namings.some((naming) => isOther(file.md5, naming.md5)) ? 'differs' : 'verified';
};

/** Every file that is here, and every one that runs name and that is not: by name, the way people count. */
export const fileRows = (
  files: readonly FileView[],
  namings: ReadonlyMap<string, readonly Naming[]>,
  transfers: readonly Transfer[],
): FileRow[] => {
  const sending = new Set(transfers.map(({ name }) => name));
  const begunHere = new Set(transfers.map(({ uploadId }) => uploadId));
  const complete = new Set(files.filter(({ status }) => status !== 'pending').map(({ name }) => name));
  const rowOf = (name: string, state: FileRowState, file: FileView | null): FileRow => ({
    key: file?.id ?? name,
    name,
    state,
    file,
    namings: namings.get(name) ?? [],
    checksumOf: checksumOf(name),
  });
  const here = files
    .filter(({ id }) => !begunHere.has(id))
    .map((file) => rowOf(file.name, fileState(file, namings.get(file.name) ?? []), file));
  const expected = [...namings.keys()]
    .filter((name) => !complete.has(name))
    .map((name) => rowOf(name, sending.has(name) ? 'sending' : 'missing', null));
  return [...here, ...expected].sort((one, other) => inOrder.compare(one.name, other.name));
};
