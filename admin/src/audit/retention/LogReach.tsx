import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import { monthWords } from './monthWords.ts';
import styles from './retention.module.css';
import { useRetention } from './useRetention.ts';

/** Says how far back the log goes, once months have left it: an event that is not found may be in the archive. */
export const LogReach = () => {
  const text = useText();
  const locale = useLocale();
  const { data } = useRetention();
  if (!data?.oldestMonth || data.archivedMonths === 0) return null;
  return (
    <p className={styles.reach}>
      {text('retention.reach', { month: monthWords(data.oldestMonth, locale) })}{' '}
      <Link to="/log-retention/months">{text('retention.reachLink')}</Link>
    </p>
  );
};
