import styles from './EmptyState.module.css';

type Props = { title: string; children?: React.ReactNode; action?: React.ReactNode };

/** Says what would be here and how to begin. */
export const EmptyState = ({ title, children, action }: Props) => (
  <div className={styles.state}>
    <h2>{title}</h2>
    {children && <p>{children}</p>}
    {action}
  </div>
);
