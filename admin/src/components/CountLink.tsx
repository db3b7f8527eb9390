import { useLocale } from 'react-admin';
import { Link, type To } from 'react-router-dom';
import styles from './CountLink.module.css';

type Props = { count: number; to: To; label: string };

/** A number that leads to the list it counts; `label` says what is counted, with the number in it. */
export const CountLink = ({ count, to, label }: Props) => (
  <Link to={to} aria-label={label} title={label} className={styles.count ?? ''}>
    {count.toLocaleString(useLocale())}
  </Link>
);
