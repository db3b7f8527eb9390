import type { ScheduleView } from '@contract/ena/schedule/schedule.contract.ts';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { SettingsFields } from './SettingsFields.tsx';
import { formOf, settingsOf } from './settingsForm.ts';
import { useScheduleChange } from './useSchedule.ts';

/** How the schedule is set; what the server does not accept is named at the end, by field. */
export const SettingsDialog = ({ schedule, onClose }: { schedule: ScheduleView; onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const change = useScheduleChange();
  // The version that was read with what stands in the form: somebody else's change must not be written over.
  const [{ version }] = useState(schedule);
  const [form, setForm] = useState(() => formOf(schedule));
  return (
    <ReasonDialog
      title={text('schedule.edit')}
      action={text('schedule.save')}
      canBeUndone
      reason="hidden"
      onClose={onClose}
      onConfirm={async () => {
        await change(() => provider.updateSchedule(version, settingsOf(form)));
        notify(text('schedule.saved'), { type: 'success' });
      }}
    >
      <SettingsFields form={form} onChange={(changed) => setForm({ ...form, ...changed })} />
    </ReasonDialog>
  );
};
