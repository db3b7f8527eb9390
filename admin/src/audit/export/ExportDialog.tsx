import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { useDataProvider, useLocale, useNotify } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { logFilters } from '../filters/logFilters.tsx';
import { download } from './download.ts';
import styles from './ExportDialog.module.css';

type Props = {
  values: Record<string, string>;
  total: number;
  totalKind: 'exact' | 'capped' | 'estimated';
  onClose: () => void;
};

const formats = ['csv', 'jsonl'] as const;
const countKeys = {
  exact: 'audit.export.count',
  capped: 'audit.export.countCapped',
  estimated: 'audit.export.countEstimated',
} as const;

const FilterWords = ({ values }: Pick<Props, 'values'>) => {
  const text = useText();
  const locale = useLocale();
  const inForce = logFilters(text, locale).filter(({ name }) => values[name] !== undefined);
  if (inForce.length === 0) return <p>{text('audit.export.everything')}</p>;
  return (
    <dl className={styles.filters}>
      {inForce.map((filter) => (
        <div key={filter.name}>
          <dt>{filter.label}</dt>
          <dd>{filter.kind === 'given' && filter.render(values[filter.name] ?? '')}</dd>
        </div>
      ))}
    </dl>
  );
};

/** Says what will leave the house, how much and in which form, before it does. */
export const ExportDialog = ({ values, total, totalKind, onClose }: Props) => {
  const text = useText();
  const id = useId();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const [format, setFormat] = useState<(typeof formats)[number]>('csv');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const { url } = await provider.auditExport({ format, filter: values });
      download(url);
      notify(text('audit.export.begun'), { type: 'success' });
      onClose();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={id}>
      <DialogTitle id={id}>{text('audit.export.title')}</DialogTitle>
      <DialogContent className={styles.body ?? ''}>
        <p>{text(countKeys[totalKind], { count: total })}</p>
        <FilterWords values={values} />
        <fieldset className={styles.formats}>
          <legend>{text('audit.export.format')}</legend>
          {formats.map((each) => (
            <div key={each} className={styles.format}>
              <input
                type="radio"
                id={`${id}-${each}`}
                name={id}
                checked={format === each}
                onChange={() => setFormat(each)}
              />
              <label htmlFor={`${id}-${each}`}>
                <strong>{text(`audit.export.${each}.name`)}</strong>
                <span>{text(`audit.export.${each}.what`)}</span>
              </label>
            </div>
          ))}
        </fieldset>
        <p className="faint">{text('audit.export.logged')}</p>
        {error !== null && <ErrorState isInline error={error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{text('parts.reason.cancel')}</Button>
        <Button variant="contained" color="primary" loading={isBusy} onClick={() => void start()}>
          {text('audit.export.action', { format: text(`audit.export.${format}.name`) })}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
