import { FileUpload } from '../../components/FileUpload.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import styles from './ImportChecklists.module.css';
import { ImportOutcome } from './ImportOutcome.tsx';
import { useChecklistImport } from './useChecklistImport.ts';

const ImportChecklists = () => {
  const text = useText();
  const { state, send, stop } = useChecklistImport();
  return (
    <>
      <PageTitle title={text('checklists.import.begin')} />
      <div className={styles.page}>
        <FileUpload
          state={state}
          words={{
            sending: (name, percent) => text('checklists.import.sending', { name, percent }),
            reading: (name) => text('checklists.import.reading', { name }),
            refused: (name) => text('checklists.import.refused', { name }),
            stop: text('checklists.import.stop'),
          }}
          accept=".xml,.json,application/xml,text/xml,application/json"
          onFile={(file) => void send(file)}
          onStop={stop}
          renderDone={(items, name) => <ImportOutcome name={name} items={items} />}
        >
          {text('checklists.import.accepts')}
        </FileUpload>
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
