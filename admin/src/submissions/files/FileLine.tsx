import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import IconButton from '@mui/material/IconButton';
import { memo } from 'react';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/Icon.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useSubmission } from '../useSubmission.ts';
import { FileNote, hasNote } from './FileNote.tsx';
import type { FileRow } from './fileRows.ts';
import { FileStatePill } from './FileStatePill.tsx';
import styles from './FilesTable.module.css';
import { useFileDownload } from './useFileDownload.ts';

/** The runs and analyses that name a file; of a checksum file, the file it is about. */
const Runs = ({ row: { namings, namedBy, checksumOf } }: { row: FileRow }) => {
  const text = useText();
  const { id, recordCounts } = useSubmission();
  const [first, ...others] = namings;
  if (first !== undefined) {
    return (
      <>
        <Link
          to={`/submissions/${id}/records?type=${first.type}&at=${first.recordId}`}
          className={styles.run}
        >
          <bdi>{first.alias}</bdi>
        </Link>
        {namedBy > 1 && (
          <span className="faint" title={others.map(({ alias }) => alias).join(', ')}>
            {text('files.moreRuns', { count: namedBy - 1 })}
          </span>
        )}
      </>
    );
  }
  if (checksumOf !== null)
    return <span className="faint">{text('files.checksumOf', { name: checksumOf })}</span>;
  return recordCounts.run + recordCounts.analysis > 0 ? (
    <span className="faint">{text('files.noRun')}</span>
  ) : null;
};

type ActionProps = { row: FileRow; isEditable: boolean; onRemove: (row: FileRow) => void };

const Actions = ({ row: { file, name, state, ...row }, isEditable, onRemove }: ActionProps) => {
  const text = useText();
  const { owner } = useSubmission();
  const ability = useAbility<ConsoleAbility>();
  const download = useFileDownload();
  if (file === null) return null;
  const facts = { ownerId: owner.id, status: file.status, visibility: file.visibility };
  const may = (action: 'download' | 'remove') => ability.can(action, subject('File', facts) as never);
  return (
    <>
      {file.status === 'verified' && may('download') && (
        <IconButton
          size="small"
          aria-label={text('files.download', { name })}
          title={text('files.download', { name })}
          onClick={() => void download(file.id)}
        >
          <Icon name="download" />
        </IconButton>
      )}
      {isEditable && may('remove') && (
        <IconButton
          size="small"
          aria-label={text(state === 'unfinished' ? 'files.giveUp.of' : 'files.remove.of', { name })}
          title={text(state === 'unfinished' ? 'files.giveUp.of' : 'files.remove.of', { name })}
          onClick={() => onRemove({ ...row, file, name, state })}
        >
          <Icon name="close" />
        </IconButton>
      )}
    </>
  );
};

/** One file: what it is called, what became of it, which run names it, and what can be done with it. */
export const FileLine = memo(({ row, isEditable, onRemove }: ActionProps) => {
  const text = useText();
  const locale = useLocale();
  const { name, state, file, namings } = row;
  const expected = namings.find(({ md5 }) => md5 !== null)?.md5 ?? null;
  return (
    <>
      <span role="cell" className={styles.name}>
        <bdi title={name}>{name}</bdi>
      </span>
      <span role="cell" className={styles.state}>
        <FileStatePill state={state} />
      </span>
      <span role="cell" className={styles.runs}>
        <Runs row={row} />
      </span>
      <span role="cell" className={styles.size}>
        {file !== null && bytesInWords(file.size, locale)}
      </span>
      <span role="cell" className={styles.md5}>
        {file?.md5 && <Identifier value={file.md5} short={10} />}
        {file === null && expected !== null && (
          <span className="faint" title={expected}>
            {text('files.expected', { md5: `${expected.slice(0, 6)}…` })}
          </span>
        )}
      </span>
      <span role="cell" className={styles.actions}>
        <Actions row={row} isEditable={isEditable} onRemove={onRemove} />
      </span>
      {hasNote(row) && <FileNote row={row} />}
    </>
  );
});
