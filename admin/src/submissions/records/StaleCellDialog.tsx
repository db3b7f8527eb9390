import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { Diff } from '../../components/Diff.tsx';
import { Facts } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { readCell } from './sheetColumns.ts';
import type { CellEdit } from './useCellEdits.ts';

type Props = { edit: CellEdit; onKeepTheirs: () => void; onKeepMine: () => void };

/** Two people changed one cell: shows what it was, what it has become and what was about to be written; the person decides. */
export const StaleCellDialog = ({
  edit: { record, column, value, current },
  onKeepTheirs,
  onKeepMine,
}: Props) => {
  const text = useText();
  const before = readCell(record, column);
  const theirs = current === undefined ? '' : readCell(current, column);
  return (
    <Dialog open onClose={onKeepTheirs} fullWidth maxWidth="sm" aria-labelledby="stale-title">
      <DialogTitle id="stale-title">{text('submission.stale.title')}</DialogTitle>
      <DialogContent>
        <p>{text('submission.stale.what', { alias: record.alias, field: column.field })}</p>
        <Facts
          facts={[
            { label: text('submission.stale.before'), value: before === '' ? '—' : before },
            { label: text('submission.stale.theirs'), value: <Diff before={before} after={theirs} /> },
            { label: text('submission.stale.mine'), value: <Diff before={theirs} after={value} /> },
          ]}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onKeepTheirs}>{text('submission.stale.keepTheirs')}</Button>
        <Button variant="contained" color="primary" onClick={onKeepMine}>
          {text('submission.stale.keepMine')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
