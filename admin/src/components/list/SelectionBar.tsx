import { useText } from '../../i18n/useText.ts';
import styles from './list.module.css';

type Props = { count: number; onClear: () => void; children: React.ReactNode };

/** What can be done with the chosen rows, and how many it will touch. */
export const SelectionBar = ({ count, onClear, children }: Props) => {
  const text = useText();
  if (count === 0) return null;
  return (
    <div className={styles.selection} role="region" aria-label={text('parts.list.selected', { count })}>
      <strong>{text('parts.list.selected', { count })}</strong>
      <button type="button" className={styles.clear} onClick={onClear}>
        {text('parts.list.unselect')}
      </button>
      <span className={styles.selectionActions}>{children}</span>
    </div>
  );
};
