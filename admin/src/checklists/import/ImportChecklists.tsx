import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import styles from './ImportChecklists.module.css';
import { ImportOutcome } from './ImportOutcome.tsx';
import { useChecklistImport, type ImportState } from './useChecklistImport.ts';

type Moving = ImportState & { phase: 'sending' | 'reading' };

const Progress = ({ state, onStop }: { state: Moving; onStop: () => void }) => {
  const text = useText();
  const isSending = state.phase === 'sending';
  const label = isSending
    ? text('checklists.import.sending', { name: state.name, percent: Math.floor(state.share * 100) })
    : text('checklists.import.reading', { name: state.name });
  return (
    <div className={styles.progress} role="status">
      <p>{label}</p>
      <LinearProgress
        aria-label={label}
        {...(isSending ? { variant: 'determinate', value: state.share * 100 } : {})}
      />
      {isSending && (
        <Button size="small" onClick={onStop}>
          {text('checklists.import.stop')}
        </Button>
      )}
    </div>
  );
};

const ImportChecklists = () => {
  const text = useText();
  const { state, send, stop } = useChecklistImport();
  return (
    <>
      <PageTitle title={text('checklists.import.begin')} />
      <div className={styles.page}>
        {state.phase === 'sending' || state.phase === 'reading' ? (
          <Progress state={state} onStop={stop} />
        ) : (
          <FileDrop
            accept=".xml,.json,application/xml,text/xml,application/json"
            onFile={(file) => void send(file)}
          >
            {text('checklists.import.accepts')}
          </FileDrop>
        )}
        {state.phase === 'failed' && (
          <ErrorState
            isInline
            error={state.error}
            title={text('checklists.import.refused', { name: state.name })}
          />
        )}
        {state.phase === 'done' && <ImportOutcome name={state.name} items={state.items} />}
      </div>
    </>
  );
};

export default function ImportChecklistsPage() {
  return (
    <RequireAccess action="import" subject="Checklist">
      <ImportChecklists />
    </RequireAccess>
  );
}
