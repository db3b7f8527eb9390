import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';
import { useText } from '../../i18n/useText.ts';
import { useLocale } from 'react-admin';
import styles from './event.module.css';
import { beginningOf } from './lyingText.ts';
import { useProof } from './useProof.ts';

/**
 * The text that stands where an event's text should be, as it is: in plain, with hidden characters shown by their
 * codes.
 */
export const LyingText = ({ id }: { id: string }) => {
  const text = useText();
  const locale = useLocale();
  const { data, error, refetch } = useProof(id);
  const { start, length, isCut } = beginningOf(data?.body ?? '');
  return (
    <Section title={text('audit.unreadable.title')}>
      {error !== null && <ErrorState isInline error={error} onRetry={() => void refetch()} />}
      {data !== undefined && length === 0 && <p className="faint">{text('audit.unreadable.empty')}</p>}
      {length > 0 && (
        <pre className={styles.head} dir="auto" translate="no">
          <VisibleText value={start} />
        </pre>
      )}
      {isCut && (
        <p className="faint">
          {text('audit.unreadable.cut', {
            shown: start.length.toLocaleString(locale),
            length: length.toLocaleString(locale),
          })}
        </p>
      )}
    </Section>
  );
};
