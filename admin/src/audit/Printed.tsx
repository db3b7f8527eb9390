import { useLocale } from 'react-admin';
import { absoluteTime } from '../components/relativeTime.ts';
import { usePrinting } from '../components/usePrinting.ts';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';
import styles from './Printed.module.css';

/** On paper only: when, by whom and from which address it was printed. @param address from the root of the console */
export const Printed = ({ address }: { address: string }) => {
  const text = useText();
  const locale = useLocale();
  const name = useSession()?.me.name ?? '';
  const at = usePrinting();
  if (at === null) return null;
  return (
    <p className={styles.printed}>
      {text('audit.printed', { time: `${absoluteTime(at, locale)} (${at.toISOString()})`, name })}
      <bdi>{new URL(address, globalThis.location.origin).href}</bdi>
    </p>
  );
};
