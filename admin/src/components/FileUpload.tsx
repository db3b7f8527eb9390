import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import type { ReactNode } from 'react';
import { ErrorState } from './ErrorState.tsx';
import { FileDrop } from './FileDrop.tsx';
import styles from './FileUpload.module.css';
import type { UploadState } from './useFileUpload.ts';

/** What is said of a file while it is sent and read, and when it was refused. */
export type UploadWords = {
  sending: (name: string, percent: number) => string;
  reading: (name: string) => string;
  refused: (name: string) => string;
  stop: string;
};

type ProgressProps = { label: string; share: number | null; stop: string; onStop: () => void };

const bringIntoView = (place: HTMLElement | null) => place?.scrollIntoView({ block: 'nearest' });

const Progress = ({ label, share, stop, onStop }: ProgressProps) => (
  <div ref={bringIntoView} className={styles.progress} role="status">
    <p>{label}</p>
    <LinearProgress
      aria-label={label}
      {...(share === null ? {} : { variant: 'determinate', value: share * 100 })}
    />
    {share !== null && (
      <Button size="small" onClick={onStop}>
        {stop}
      </Button>
    )}
  </div>
);

type Props<Outcome> = {
  state: UploadState<Outcome>;
  words: UploadWords;
  accept: string;
  onFile: (file: File) => void;
  onStop: () => void;
  /** What came of it. */
  renderDone: (outcome: Outcome, name: string) => ReactNode;
  /** What is taken. */
  children: ReactNode;
};

/** Takes a file, shows how far it is and what became of it. */
export const FileUpload = <Outcome,>({ state, words, accept, onFile, onStop, ...shown }: Props<Outcome>) => {
  const moving = { stop: words.stop, onStop };
  return (
    <>
      {state.phase === 'sending' ? (
        <Progress
          {...moving}
          label={words.sending(state.name, Math.floor(state.share * 100))}
          share={state.share}
        />
      ) : state.phase === 'reading' ? (
        <Progress {...moving} label={words.reading(state.name)} share={null} />
      ) : (
        <FileDrop accept={accept} onFile={onFile}>
          {shown.children}
        </FileDrop>
      )}
      {state.phase === 'failed' && (
        <ErrorState isInline error={state.error} title={words.refused(state.name)} />
      )}
      {state.phase === 'done' && shown.renderDone(state.outcome, state.name)}
    </>
  );
};
