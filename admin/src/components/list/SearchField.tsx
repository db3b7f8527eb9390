import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import { Icon } from '../Icon.tsx';
import styles from './list.module.css';

type Props = { value: string; label?: string; onSearch: (q: string) => void };

/** Searches a moment after the last letter; Enter searches at once. */
export const SearchField = ({ value, label, onSearch }: Props) => {
  const text = useText();
  const name = label ?? text('parts.list.search');
  const [draft, setDraft] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (known !== value) {
    setKnown(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (q: string, delay: number) => {
    setDraft(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(q.trim()), delay);
  };
  return (
    <form
      role="search"
      className={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        search(draft, 0);
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        aria-label={name}
        placeholder={name}
        value={draft}
        onChange={(event) => search(event.target.value, 300)}
      />
    </form>
  );
};
