import { classes } from './classes.ts';
import styles from './RecordBody.module.css';

type Props = {
  /** What stands beside the content: people, dates, history. */
  aside: React.ReactNode;
  asideLabel: string;
  /** `reading` keeps lines short, `table` lets tables reach the edges. */
  content?: 'wide' | 'reading' | 'table';
  children: React.ReactNode;
};

/** The body of a record's page: its content wide, and narrow beside it, below on small screens, what belongs to it. */
export const RecordBody = ({ aside, asideLabel, content = 'wide', children }: Props) => (
  <div className={styles.body}>
    <div className={classes(styles.main, styles[content])}>{children}</div>
    <aside className={styles.aside} aria-label={asideLabel}>
      {aside}
    </aside>
  </div>
);
