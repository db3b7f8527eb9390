import { useText } from '../i18n/useText.ts';
import styles from './ChangeLog.module.css';
import { zoneWords } from './logTime.ts';

/** The zone of the times in a list of events, where its rows are cards and have no heading that says it. */
export const ZoneNote = () => (
  <p className={styles.zone}>{useText()('audit.timesIn', { zone: zoneWords() })}</p>
);
