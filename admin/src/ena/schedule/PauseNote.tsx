import type { ScheduleView } from '@contract/ena/schedule/schedule.contract.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './SchedulePage.module.css';

/** While the schedule is paused: who did it, when and why. */
export const PauseNote = ({ schedule: { pause } }: { schedule: ScheduleView }) => {
  const text = useText();
  if (pause === null) return null;
  return (
    <div role="status" className={styles.note}>
      <strong>
        <SenseMark sense="doubtful" />
        {text('schedule.paused')}
      </strong>
      <span>
        <bdi>{text('schedule.pausedBy', { name: pause.by.name })}</bdi> <RelativeTime value={pause.at} />
      </span>
      <q>
        <bdi>{pause.reason}</bdi>
      </q>
    </div>
  );
};
