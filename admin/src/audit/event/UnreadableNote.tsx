import { Link } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { UnreadablePill } from './UnreadablePill.tsx';

/** Explains what it means that SeqDB did not write the text of an event, and where to look further. */
export const UnreadableNote = () => {
  const text = useText();
  return (
    <div role="note" className={styles.unreadable}>
      <UnreadablePill isUnreadable quiet />
      <p>{text('audit.unreadable.note')}</p>
      <Link to="/log-verification">{text('audit.unreadable.toVerification')}</Link>
    </div>
  );
};
