import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useState } from 'react';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import { countAll, useRecordsInWords, type RecordCounts } from '../recordsInWords.ts';
import { peekFile, type Peeked } from './peekTables.ts';
import { SheetDone } from './SheetDone.tsx';
import { atStake } from './sheetOutcome.ts';
import styles from './SheetUpload.module.css';
import { useSheetUpload, type UploadState } from './useSheetUpload.ts';

const workbooks = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const accepted = `.tsv,.txt,.tab,.xlsx,text/tab-separated-values,text/plain,${workbooks}`;

const Progress = ({
  state,
  onStop,
}: {
  state: UploadState & { phase: 'sending' | 'checking' };
  onStop: () => void;
}) => {
  const text = useText();
  const isSending = state.phase === 'sending';
  const label = isSending
    ? text('sheets.sending', { name: state.name, percent: Math.floor(state.share * 100) })
    : text('sheets.checking', { name: state.name });
  return (
    <div
      ref={(place) => place?.scrollIntoView({ block: 'nearest' })}
      className={styles.progress}
      role="status"
    >
      <p>{label}</p>
      <LinearProgress
        aria-label={label}
        {...(isSending ? { variant: 'determinate', value: state.share * 100 } : {})}
      />
      {isSending && (
        <Button size="small" onClick={onStop}>
          {text('sheets.stop')}
        </Button>
      )}
    </div>
  );
};

type Chosen = { file: File; peeked: Peeked; stake: RecordCounts };

/** Asks before records that are here go; which, is sure only where the file could be looked into. */
const ReplaceDialog = ({
  chosen: { file, peeked, stake },
  onConfirm,
  onClose,
}: {
  chosen: Chosen;
  onConfirm: () => void;
  onClose: () => void;
}) => {
  const text = useText();
  const words = useRecordsInWords();
  const isSure = peeked !== 'unknown';
  return (
    <ReasonDialog
      title={text('sheets.replaceTitle')}
      action={isSure ? text('sheets.replace', { content: words.short(stake) }) : text('sheets.replaceSome')}
      reason="hidden"
      canBeUndone={false}
      onConfirm={async () => onConfirm()}
      onClose={onClose}
    >
      <p>
        {text(isSure ? 'sheets.replaceWhat' : 'sheets.replaceKinds', {
          content: words.all(stake),
          name: file.name,
        })}
      </p>
    </ReasonDialog>
  );
};

type Props = { submission: SubmissionView; onDone: (next: SubmissionView) => void };

/** Takes a sheet, shows how far it is and what became of it; a refused sheet is explained row by row and changes nothing. */
export const SheetUpload = ({ submission, onDone }: Props) => {
  const text = useText();
  const { state, send, stop } = useSheetUpload(submission, onDone);
  const [chosen, setChosen] = useState<Chosen | null>(null);

  const take = async (file: File) => {
    // A file that cannot be read here cannot be sent either: that is said when it is tried.
    const peeked = await peekFile(file).catch(() => 'unknown' as const);
    const stake = atStake(submission.recordCounts, peeked);
    if (countAll(stake) > 0) setChosen({ file, peeked, stake });
    else void send(file);
  };
  return (
    <div className={styles.upload}>
      {state.phase === 'sending' || state.phase === 'checking' ? (
        <Progress state={state} onStop={stop} />
      ) : (
        <FileDrop accept={accepted} onFile={(file) => void take(file)}>
          {text('sheets.accepts')} {countAll(submission.recordCounts) > 0 && text('sheets.replaces')}
        </FileDrop>
      )}
      {state.phase === 'done' && (
        <SheetDone submission={submission} name={state.name} outcome={state.outcome} />
      )}
      {state.phase === 'failed' && (
        <ErrorState isInline error={state.error} title={text('sheets.refused', { name: state.name })} />
      )}
      {chosen !== null && (
        <ReplaceDialog
          chosen={chosen}
          onConfirm={() => void send(chosen.file)}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
};
