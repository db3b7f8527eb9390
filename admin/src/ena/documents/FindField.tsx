import { useState } from 'react';
import IconButton from '@mui/material/IconButton';
import { classes } from '../../components/classes.ts';
import { Icon } from '../../components/Icon.tsx';
import list from '../../components/list/list.module.css';
import { useText } from '../../i18n/useText.ts';
import styles from './DocumentView.module.css';
import { linesWith } from './readable.ts';

type Props = { lines: readonly string[]; onFind: (line: number) => void };

/** Finds words in the document: the browser's own search sees only the lines that are drawn. */
export const FindField = ({ lines, onFind }: Props) => {
  const text = useText();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const found = linesWith(lines, words.trim());
  const go = (to: number) => {
    if (found.length === 0) return;
    const next = (to + found.length) % found.length;
    setAt(next);
    onFind(found[next] ?? 0);
  };
  const change = (given: string) => {
    setWords(given);
    setAt(0);
    const [first] = linesWith(lines, given.trim());
    if (first !== undefined) onFind(first);
  };
  return (
    <form
      role="search"
      className={classes(list.search, styles.find)}
      onSubmit={(event) => {
        event.preventDefault();
        go(at + 1);
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        value={words}
        aria-label={text('ena.document.find')}
        placeholder={text('ena.document.find')}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.shiftKey) return;
          event.preventDefault();
          go(at - 1);
        }}
      />
      {words.trim() !== '' && (
        <>
          <span role="status" className={styles.found}>
            {found.length === 0
              ? text('ena.document.notFound')
              : text('ena.document.found', { at: at + 1, count: found.length })}
          </span>
          <IconButton
            size="small"
            aria-label={text('ena.document.previous')}
            disabled={found.length < 2}
            onClick={() => go(at - 1)}
          >
            <Icon name="up" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={text('ena.document.next')}
            disabled={found.length < 2}
            onClick={() => go(at + 1)}
          >
            <Icon name="down" />
          </IconButton>
        </>
      )}
    </form>
  );
};
