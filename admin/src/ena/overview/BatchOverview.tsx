import { useText } from '../../i18n/useText.ts';
import { DocumentDrawer } from '../documents/DocumentDrawer.tsx';
import { BatchAside } from './BatchAside.tsx';
import styles from './BatchOverview.module.css';
import { BatchSubmissions } from './BatchSubmissions.tsx';
import { StateBoard } from './StateBoard.tsx';

/** How the batch stands, what is in it, and the documents it sends; beside it who and when. */
export const BatchOverview = () => {
  const text = useText();
  return (
    <div className={styles.overview}>
      <div className={styles.main}>
        <StateBoard />
        <BatchSubmissions />
      </div>
      <aside className={styles.aside} aria-label={text('ena.about')}>
        <BatchAside />
      </aside>
      <DocumentDrawer />
    </div>
  );
};
