import Skeleton from '@mui/material/Skeleton';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/useText.ts';
import styles from './Skeletons.module.css';

/** True once the waiting has lasted 300 ms: what is quicker needs no sign. */
export const useIsLate = (after = 300): boolean => {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  return isLate;
};

const widths = ['62%', '48%', '71%', '55%', '66%', '40%', '58%', '69%'];

/** Rows of a table that are on their way; after two seconds in words, since then one wonders. */
export const RowsSkeleton = ({ rows = 8 }: { rows?: number }) => {
  const text = useText();
  const isLong = useIsLate(2000);
  if (!useIsLate()) return <div className={styles.space} />;
  return (
    <div role="status" aria-label={text('parts.list.loading')}>
      {isLong && <p className={styles.long}>{text('parts.list.loadingLong')}</p>}
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className={styles.row}>
          <Skeleton variant="rounded" width="9%" height={10} />
          <Skeleton variant="rounded" width={widths[at % widths.length]} height={10} />
          <Skeleton variant="rounded" width="8%" height={10} />
        </div>
      ))}
    </div>
  );
};

/** A whole page that is on its way: a heading and rows. */
export const PageSkeleton = () => (
  <div className={styles.page}>
    <RowsSkeleton />
  </div>
);
