import { isChangesView } from '@contract/audit/finding/changes-view.contract.ts';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSession } from '../../providers/useSession.ts';
import { useRequestKey } from '../../providers/useRequestKey.ts';
import { beyondChanges } from './changesView.ts';
import { countWords, type Total } from './countWords.ts';
import { download } from './download.ts';
import styles from './ExportDialog.module.css';
import { FilterWords } from './FilterWords.tsx';
import { type Form, FormatChoice } from './FormatChoice.tsx';
import { ViewChoice } from './ViewChoice.tsx';

type Props = {
  values: Record<string, string>;
  /** How many events the filter takes; null while that is not known. */
  total: Total | null;
  onClose: () => void;
};

/** Requests the export: a small one is downloaded at once, a large one appears in the list of exports. */
const useExport = ({ values, onClose }: Pick<Props, 'values' | 'onClose'>, { format, isPacked }: Form) => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const asked = {
    format,
    filter: values,
    ...(isPacked && format !== 'xlsx' && { compression: 'gzip' as const }),
  };
  const key = useRequestKey(JSON.stringify(asked));
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const { url, exportId } = await provider.auditExport(asked, key);
      if (url !== null) download(url);
      notify(text(url === null ? 'audit.export.inBackground' : 'audit.export.begun'), { type: 'success' });
      onClose();
      if (url === null) void navigate(`/log-exports?export=${exportId}`);
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return { start, isBusy, error };
};

/** Says what will be exported, how much and in which format, before it is. */
export const ExportDialog = ({ values: shown, total, onClose }: Props) => {
  const text = useText();
  const id = useId();
  const leavesOut = Object.entries(shown).some(([name, value]) => isChangesView(name, value));
  // The default, since whoever comes for evidence wants everything.
  const isAuditor = useSession()?.me.roles.includes('auditor') ?? false;
  const [isWhole, setWhole] = useState(false);
  const values = isWhole ? beyondChanges(shown) : shown;
  const [form, setForm] = useState<Form>({ format: isAuditor ? 'jsonl' : 'csv', isPacked: false });
  const { start, isBusy, error } = useExport({ values, onClose }, form);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={id}>
      <DialogTitle id={id}>{text('audit.export.title')}</DialogTitle>
      <DialogContent className={styles.body ?? ''}>
        {leavesOut && <ViewChoice isWhole={isWhole} onChange={setWhole} />}
        <p>{countWords(isWhole ? null : total, text)}</p>
        <FilterWords values={values} everything={text('audit.export.everything')} />
        <FormatChoice form={form} onChange={setForm} />
        <p className="faint">{text('audit.export.job')}</p>
        <p className="faint">{text('audit.export.logged')}</p>
        {error !== null && <ErrorState isInline error={error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{text('parts.reason.cancel')}</Button>
        <Button variant="contained" color="primary" loading={isBusy} onClick={() => void start()}>
          {text('audit.export.action', { format: text(`audit.export.${form.format}.name`) })}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
