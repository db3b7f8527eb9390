import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { classes } from '../classes.ts';
import styles from './StateLinks.module.css';

export type StateLink = {
  key: string;
  label: string;
  /** Null where it is not counted. */
  count: number | null;
  search: string;
  isCurrent: boolean;
};

type Props = { label: string; links: readonly StateLink[]; className?: string | undefined };

/** States of what a page lists, each with its count and an address of its own; smaller than the tabs of a list. */
export const StateLinks = ({ label, links, className }: Props) => {
  const locale = useLocale();
  return (
    <nav aria-label={label} className={classes(styles.states, className)}>
      {links.map(({ key, label: name, count, search, isCurrent }) => (
        <Link
          key={key}
          to={{ search }}
          className={styles.state}
          aria-current={isCurrent ? 'page' : undefined}
        >
          {name} {count !== null && <span>{count.toLocaleString(locale)}</span>}
        </Link>
      ))}
    </nav>
  );
};
