import { SenseMark } from '../components/SenseMark.tsx';
import { classes } from '../components/classes.ts';
import { useText } from '../i18n/useText.ts';
import styles from './HealthMark.module.css';
import { senseOfStatus, statusKey } from './healthWords.ts';
import { useHealth } from './useHealth.ts';

/** Asking costs the server a handful of small queries. */
const everySeconds = 300;

/** Says in the navigation that something has to be looked after; nothing while all is well, or nobody knows. */
export const HealthMark = () => {
  const text = useText();
  const { data } = useHealth(everySeconds, everySeconds / 2);
  if (data === undefined || data.status === 'ready') return null;
  const key = statusKey(data.status) as 'degraded' | 'notReady';
  return (
    <span className={classes(styles.mark, styles[key])}>
      <SenseMark sense={senseOfStatus[data.status]} title={text(`health.mark.${key}`)} />
    </span>
  );
};
