import { Link } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { UnreadablePill } from './UnreadablePill.tsx';

/** What it means that the text of an event is none that SeqDB writes, and who looks further into it. */
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
