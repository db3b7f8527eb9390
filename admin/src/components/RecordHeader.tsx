import { useDocumentTitle } from './PageTitle.tsx';
import styles from './RecordHeader.module.css';

type Props = {
  title: string;
  /** Identifier, status, who has it: the line under the title. */
  facts: React.ReactNode;
  /** What comes next, in a sentence. */
  next?: React.ReactNode;
  /** The decision buttons; they stay in reach while the page scrolls. */
  actions?: React.ReactNode;
  tabs?: React.ReactNode;
};

/** The head of a record's page. On narrow screens the decisions move to the lower edge, under the thumb. */
export const RecordHeader = ({ title, facts, next, actions, tabs }: Props) => {
  useDocumentTitle(title);
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <div className={styles.name}>
          <h1 title={title}>
            <bdi>{title}</bdi>
          </h1>
          <div className={styles.facts}>{facts}</div>
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {/* What comes next changes under the reader's eyes: it is announced. */}
      {next && (
        <div role="status" className={styles.next}>
          {next}
        </div>
      )}
      {tabs}
    </header>
  );
};
