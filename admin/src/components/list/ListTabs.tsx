import { useLocale } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import { classes } from '../classes.ts';
import { changeQuery } from './listState.ts';
import type { View } from './list.types.ts';
import styles from './list.module.css';
import { TabRow } from './TabRow.tsx';

/** The states people think in, each with its count; each is an address of its own. */
export const ListTabs = ({ views, current }: { views: readonly View[]; current: string | undefined }) => {
  const text = useText();
  const locale = useLocale();
  const { pathname, search } = useLocation();
  const addressOf = (key: string) => {
    const query = changeQuery(new URLSearchParams(search), {
      view: key === views[0]?.key ? null : key,
      sort: null,
    });
    return { pathname, search: query.toString() };
  };
  return (
    <TabRow label={text('parts.list.tabs')}>
      {views.map(({ key, label, count }) => (
        <Link
          key={key}
          to={addressOf(key)}
          className={classes(styles.tab, key === current && styles.currentTab)}
          aria-current={key === current ? 'page' : undefined}
        >
          {label}
          {count !== undefined && <span className={styles.tabCount}>{count.toLocaleString(locale)}</span>}
        </Link>
      ))}
    </TabRow>
  );
};
