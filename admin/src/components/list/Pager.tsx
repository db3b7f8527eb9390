import Button from '@mui/material/Button';
import type { RaRecord } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { Icon } from '../Icon.tsx';
import styles from './list.module.css';
import type { KeysetListState } from './useKeysetList.ts';

const shownKey = {
  exact: 'parts.list.shown',
  capped: 'parts.list.shownCapped',
  estimated: 'parts.list.shownEstimated',
} as const;

/** How much is shown of how much, and the way to the neighbours. */
export const Pager = <Row extends RaRecord>({ list }: { list: KeysetListState<Row> }) => {
  const text = useText();
  const { page, rows, total } = list;
  const isAtStart = list.after === null && list.before === null;
  return (
    <nav className={styles.pager} aria-label={text('parts.list.pages')}>
      <p role="status">{text(shownKey[page.totalKind], { shown: rows.length, count: total })}</p>
      {!isAtStart && (
        <Button size="small" variant="text" onClick={list.toStart}>
          {text('parts.list.first')}
        </Button>
      )}
      {(page.next !== null || page.previous !== null) && (
        <span className={styles.pagerButtons}>
          <Button
            size="small"
            disabled={page.previous === null}
            onClick={list.toPrevious}
            startIcon={<Icon name="previous" />}
          >
            {text('parts.list.newer')}
          </Button>
          <Button
            size="small"
            disabled={page.next === null}
            onClick={list.toNext}
            endIcon={<Icon name="next" />}
          >
            {text('parts.list.older')}
          </Button>
        </span>
      )}
    </nav>
  );
};
