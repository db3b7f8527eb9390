import { useEffect } from 'react';
import { useText } from '../i18n/useText.ts';
import styles from './PageTitle.module.css';

/** Puts the page's name into the browser's tab. */
export const useDocumentTitle = (title: string) => {
  const text = useText();
  const name = text('shell.name');
  useEffect(() => {
    document.title = title === '' ? name : `${title} · ${name}`;
  }, [title, name]);
};

type Props = { title: string; actions?: React.ReactNode; children?: React.ReactNode };

/** The heading of a page, with what can be begun from it. */
export const PageTitle = ({ title, actions, children }: Props) => {
  useDocumentTitle(title);
  return (
    <header className={styles.title}>
      <div>
        <h1>{title}</h1>
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
};
