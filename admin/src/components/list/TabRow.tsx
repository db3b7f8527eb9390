import { useLayoutEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import styles from './list.module.css';
import { shiftToShow } from './tabInView.ts';

type Props = { label: string; children: React.ReactNode };

/** A row of tabs, scrolled to the current one where not all of them fit. */
export const TabRow = ({ label, children }: Props) => {
  const row = useRef<HTMLElement>(null);
  const { pathname, search } = useLocation();
  const address = pathname + search;
  const shown = useRef('');
  useLayoutEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    const tab = row.current?.querySelector('[aria-current="page"]');
    if (!row.current || !tab) return;
    row.current.scrollBy({
      left: shiftToShow(row.current.getBoundingClientRect(), tab.getBoundingClientRect()),
    });
  }, [address]);
  return (
    <nav ref={row} aria-label={label} className={styles.tabs}>
      {children}
    </nav>
  );
};
