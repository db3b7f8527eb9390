import { useRef, useState } from 'react';
import styles from './sheet.module.css';

export type EditEnd = 'down' | 'right' | 'left' | 'stay' | 'cancel';

type Props = {
  /** Of the cell that is edited, which stays the one the grid is on. */
  id: string;
  column: number;
  value: string;
  label: string;
  /** Values that are offered; others can be written as well. */
  options: readonly string[];
  width: number | undefined;
  /** The first letter, when typing began the edit; it takes the place of the old value. */
  typed: string | null;
  onEnd: (value: string, end: EditEnd) => void;
};

const ends: Record<string, EditEnd> = { Enter: 'down', Escape: 'cancel' };

/** Edits a value in its place: Enter saves and goes down, Tab saves and goes on, Escape leaves it as it was. */
export const CellEditor = ({ id, column, value, label, options, width, typed, onEnd }: Props) => {
  const [draft, setDraft] = useState(typed ?? value);
  const isOver = useRef(false);
  const finish = (end: EditEnd) => {
    // Leaving the page's tree also takes the focus away: an edit ends once.
    if (isOver.current) return;
    isOver.current = true;
    onEnd(draft, end);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    const end = event.key === 'Tab' ? (event.shiftKey ? 'left' : 'right') : ends[event.key];
    if (end === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    finish(end);
  };
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={column + 3}
      aria-selected
      className={styles.editing}
      style={{ inlineSize: width }}
    >
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because the person began to edit
        autoFocus
        className={styles.editor}
        aria-label={label}
        dir="auto"
        list={options.length > 0 ? `${id}-options` : undefined}
        value={draft}
        onFocus={(event) => typed === null && event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finish('stay')}
      />
      {options.length > 0 && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </datalist>
      )}
    </div>
  );
};
