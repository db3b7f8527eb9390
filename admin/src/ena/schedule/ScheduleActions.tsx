import { useAbility } from '@casl/react';
import type { ScheduleView } from '@contract/ena/schedule/schedule.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useRequestKey } from '../../providers/useRequestKey.ts';
import { useOutlook, useScheduleChange } from './useSchedule.ts';

type Act = 'pause' | 'resume' | 'run';
type DialogProps = { act: Act; schedule: ScheduleView; onClose: () => void };

const ActDialog = ({ act, schedule, onClose }: DialogProps) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const change = useScheduleChange();
  const { data: outlook } = useOutlook();
  const key = useRequestKey(`${act} ${schedule.version}`);
  const count = outlook?.wouldTake ?? 0;
  return (
    <ReasonDialog
      title={text(`schedule.act.${act}.title`)}
      action={text(`schedule.act.${act}.action`)}
      canBeUndone={act !== 'run'}
      reason={act === 'resume' ? 'optional' : 'required'}
      onClose={onClose}
      onConfirm={async (reason) => {
        await change(() =>
          act === 'run'
            ? provider.runSchedule(reason, key)
            : provider.holdSchedule(act, schedule.version, reason),
        );
        notify(text(`schedule.act.${act}.done`), { type: 'success' });
      }}
    >
      <p>{text(`schedule.act.${act}.what`, { count })}</p>
    </ReasonDialog>
  );
};

/** Pausing and running are curators' business; how it is set, administrators'. */
export const ScheduleActions = ({ schedule }: { schedule: ScheduleView }) => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const [act, setAct] = useState<Act | null>(null);
  const hold: Act = schedule.pause === null ? 'pause' : 'resume';
  return (
    <>
      {ability.can('pause', 'EnaSchedule') && (
        <Button onClick={() => setAct(hold)}>{text(`schedule.act.${hold}.action`)}</Button>
      )}
      {ability.can('run', 'EnaSchedule') && (
        <Button variant="contained" color="primary" onClick={() => setAct('run')}>
          {text('schedule.act.run.action')}
        </Button>
      )}
      {act !== null && <ActDialog act={act} schedule={schedule} onClose={() => setAct(null)} />}
    </>
  );
};
