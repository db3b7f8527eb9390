import { senseOfItem } from '../components/meaning.ts';
import { useText } from '../i18n/useText.ts';
import { sharesOf, type ItemCounts } from './itemCounts.ts';
import styles from './StateBar.module.css';

/** The states of a batch's records as one bar; in words beside it in a table, exact on hover and for screen readers. */
export const StateBar = ({ counts, isLabelled = false }: { counts: ItemCounts; isLabelled?: boolean }) => {
  const text = useText();
  const shares = sharesOf(counts);
  const words = shares.map(({ status, count }) => text(`ena.items.${status}`, { count })).join(', ');
  return (
    <span className={styles.labelled} title={words}>
      <span role="img" aria-label={words} className={styles.bar}>
        {shares.map(({ status, share }) => (
          <span
            key={status}
            className={styles.part}
            data-sense={senseOfItem[status]}
            style={{ flexGrow: share }}
          />
        ))}
      </span>
      {isLabelled && (
        <span aria-hidden className={styles.words}>
          {words}
        </span>
      )}
    </span>
  );
};
