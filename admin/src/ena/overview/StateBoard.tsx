import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { senseOfItem } from '../../components/meaning.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { sharesOf } from '../itemCounts.ts';
import { StateBar } from '../StateBar.tsx';
import { useBatch } from '../useBatch.ts';
import { EnaProgress } from '../EnaProgress.tsx';
import styles from './StateBoard.module.css';

/** How many records stand where; each number leads to those records. */
export const StateBoard = () => {
  const text = useText();
  const locale = useLocale();
  const { id, counts, progress, status: batchStatus } = useBatch();
  // Nothing of it was sent: there is no state to show.
  if (batchStatus === 'cancelled') return null;
  return (
    <div className={styles.board}>
      <StateBar counts={counts} />
      <ul className={styles.states}>
        {sharesOf(counts).map(({ status, count, share }) => (
          <li key={status}>
            <Link to={`/batches/${id}/records?view=${status}`} data-sense={senseOfItem[status]}>
              <SenseMark sense={senseOfItem[status]} />
              <strong>{count.toLocaleString(locale)}</strong> {text(`words.item.${status}`)}{' '}
              <span className="faint">
                {share.toLocaleString(locale, {
                  style: 'percent',
                  maximumFractionDigits: share < 0.1 ? 1 : 0,
                })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <EnaProgress progress={progress} />
    </div>
  );
};
