import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useState } from 'react';
import { ErrorState } from '../components/ErrorState.tsx';
import { FileDrop } from '../components/FileDrop.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { SenseMark } from '../components/SenseMark.tsx';
import { useText } from '../i18n/useText.ts';
import styles from './SheetUpload.module.css';
import { useSheetUpload, type UploadState } from './useSheetUpload.ts';

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
    ? text('submission.upload.sending', { name: state.name, percent: Math.floor(state.share * 100) })
    : text('submission.upload.checking', { name: state.name });
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
          {text('submission.upload.stop')}
        </Button>
      )}
    </div>
  );
};

const Done = ({ submission, name }: { submission: SubmissionView; name: string }) => {
  const text = useText();
  const { sampleCount, errorCount, warningCount } = submission;
  return (
    <p role="status" className={styles.done}>
      <SenseMark sense={errorCount > 0 ? 'doubtful' : 'good'} size={14} />
      <span>
        {text('submission.upload.done', { name, count: sampleCount })}{' '}
        {errorCount + warningCount === 0
          ? text('submission.upload.clean')
          : text('submission.upload.found', {
              errors: text('words.severities.error', { count: errorCount }),
              warnings: text('words.severities.warning', { count: warningCount }),
            })}
      </span>
    </p>
  );
};

type Props = {
  submission: SubmissionView;
  /** How many records the new sheet takes the place of. */
  replaces: number;
  onDone: (next: SubmissionView) => void;
};

/** Takes a sample sheet, shows how far it is and what became of it; a refused sheet is explained row by row and changes nothing. */
export const SheetUpload = ({ submission, replaces, onDone }: Props) => {
  const text = useText();
  const { state, send, stop } = useSheetUpload(submission, onDone);
  const [chosen, setChosen] = useState<File | null>(null);
  const isBusy = state.phase === 'sending' || state.phase === 'checking';
  return (
    <div className={styles.upload}>
      {state.phase === 'sending' || state.phase === 'checking' ? (
        <Progress state={state} onStop={stop} />
      ) : (
        <FileDrop
          accept=".tsv,.txt,text/tab-separated-values,text/plain"
          isBusy={isBusy}
          onFile={(file) => (replaces > 0 ? setChosen(file) : void send(file))}
        >
          {replaces > 0
            ? text('submission.upload.replaces', { count: replaces })
            : text('submission.upload.accepts')}
        </FileDrop>
      )}
      {state.phase === 'done' && <Done submission={submission} name={state.name} />}
      {state.phase === 'failed' && (
        <ErrorState
          isInline
          error={state.error}
          title={text('submission.upload.refused', { name: state.name })}
        />
      )}
      {chosen !== null && (
        <ReasonDialog
          title={text('submission.upload.replaceTitle')}
          action={text('submission.upload.replace', { count: replaces })}
          reason="hidden"
          canBeUndone={false}
          onConfirm={async () => void send(chosen)}
          onClose={() => setChosen(null)}
        >
          <p>{text('submission.upload.replaceWhat', { count: replaces, name: chosen.name })}</p>
        </ReasonDialog>
      )}
    </div>
  );
};
