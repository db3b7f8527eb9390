import { SenseMark } from '../components/SenseMark.tsx';
import { classes } from '../components/classes.ts';
import { useText } from '../i18n/useText.ts';
import { alarmsOf } from './alarms.ts';
import styles from './HealthMark.module.css';
import { senseOfStatus, statusKey } from './healthWords.ts';
import { askedSeldom, useHealth } from './useHealth.ts';

/** Says in the navigation that something has to be looked after; nothing while all is well, or nobody knows. */
export const HealthMark = () => {
  const text = useText();
  const { data } = useHealth(askedSeldom, askedSeldom / 2);
  if (data === undefined || data.status === 'ready') return null;
  const isAlarm = alarmsOf(data).length > 0;
  const key = isAlarm ? 'notReady' : (statusKey(data.status) as 'degraded' | 'notReady');
  return (
    <span className={classes(styles.mark, styles[key])}>
      <SenseMark
        sense={isAlarm ? 'bad' : senseOfStatus[data.status]}
        title={text(`health.mark.${isAlarm ? 'alarm' : key}`)}
      />
    </span>
  );
};
