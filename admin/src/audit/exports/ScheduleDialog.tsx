import type { AuditExportScheduleView } from '@contract/audit/exporting/schedule/export-schedule.contract.ts';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { FormatChoice } from '../export/FormatChoice.tsx';
import styles from './exports.module.css';

type Props = { schedule: AuditExportScheduleView; onChanged: () => void; onClose: () => void };

/** Switches daily or monthly exports on and off, and sets their format. */
export const ScheduleDialog = ({ schedule, onChanged, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  // The version that was read with the form, so that somebody else's change is not overwritten.
  const [{ cadence, version, ...read }] = useState(schedule);
  const [isOn, setOn] = useState(read.isOn);
  const [form, setForm] = useState({ format: read.format, isPacked: read.compression !== null });
  const save = async () => {
    const { format, isPacked } = form;
    const compression = isPacked && format !== 'xlsx' ? 'gzip' : null;
    try {
      await provider.updateExportSchedule(cadence, version, { isOn, format, compression });
      notify(text('logExports.schedule.saved'), { type: 'success' });
    } finally {
      onChanged();
    }
  };
  return (
    <ReasonDialog
      title={text(`logExports.schedule.dialog.${cadence}`)}
      action={text('logExports.schedule.save')}
      canBeUndone
      reason="hidden"
      onClose={onClose}
      onConfirm={save}
    >
      <div className={styles.form}>
        <label className={styles.switch}>
          <input type="checkbox" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
          {text('logExports.schedule.isOn')}
        </label>
        {!read.isOn && <p className="faint">{text('logExports.schedule.startsWith')}</p>}
        <FormatChoice form={form} onChange={setForm} />
      </div>
    </ReasonDialog>
  );
};
