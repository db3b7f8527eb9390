import { useLocale } from 'react-admin';
import { SenseMark } from '../components/SenseMark.tsx';
import { classes } from '../components/classes.ts';
import { useText } from '../i18n/useText.ts';
import { alarmsOf } from './alarms.ts';
import styles from './HealthMark.module.css';
import { toldWords } from './healthWords.ts';
import { askedSeldom, useHealth } from './useHealth.ts';

/** Says in the navigation, beside the page where it is looked after, that somebody may have altered the change log. */
export const AlarmMark = ({ isOfRetention }: { isOfRetention: boolean }) => {
  const text = useText();
  const locale = useLocale();
  const { data } = useHealth(askedSeldom, askedSeldom / 2);
  const alarm = alarmsOf(data).find(({ code }) => (code === 'retention_damaged') === isOfRetention);
  if (alarm === undefined) return null;
  return (
    <span className={classes(styles.mark, styles.notReady)}>
      <SenseMark sense="bad" title={toldWords(alarm, text, locale)} />
    </span>
  );
};
