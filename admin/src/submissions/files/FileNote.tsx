import type { Rejection } from '@contract/files/file.contract.ts';
import { RowNote } from '../../components/list/LongTable.tsx';
import { useText, type TextKey } from '../../i18n/useText.ts';
import type { FileRow } from './fileRows.ts';

const reasons: Record<Rejection['code'], TextKey> = {
  'file.missing': 'files.rejection.missing',
  'file.size_differs': 'files.rejection.size',
  'file.md5_differs': 'files.rejection.md5',
  'file.sha256_differs': 'files.rejection.sha256',
  'file.sidecar_differs': 'files.rejection.sidecar',
  'file.sidecar_unreadable': 'files.rejection.unreadable',
};

/** Whether there is more to say of a file than fits into its line. */
export const hasNote = ({ state, file }: FileRow) =>
  state === 'rejected' || state === 'differs' || state === 'unfinished' || (file?.hints.length ?? 0) > 0;

const senseOf = (state: FileRow['state']) => {
  if (state === 'unfinished') return 'doubtful';
  return state === 'rejected' || state === 'differs' ? 'bad' : 'plain';
};

/** What is wrong with a file, what that means, and what its name makes one expect. */
export const FileNote = ({ row: { state, file, namings } }: { row: FileRow }) => {
  const text = useText();
  if (file === null) return null;
  const { rejection, md5 } = file;
  const other = namings.find((naming) => naming.md5 !== null && naming.md5.toLowerCase() !== md5);
  return (
    <RowNote sense={senseOf(state)}>
      {state === 'rejected' && rejection !== null && (
        <span>
          <strong>{text(reasons[rejection.code])}.</strong> <bdi>{rejection.message}</bdi>
        </span>
      )}
      {state === 'differs' && other !== undefined && (
        <span>{text('files.given', { run: other.alias, given: other.md5 ?? '', md5: md5 ?? '' })}</span>
      )}
      {state === 'unfinished' && <span>{text('files.unfinished')}</span>}
      {file.hints.map((hint) => (
        <span key={hint}>{text(`files.hint.${hint}`)}</span>
      ))}
    </RowNote>
  );
};
