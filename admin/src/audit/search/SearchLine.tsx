import type { LineFilters, Suggestion } from '@contract/audit/finding/search-line.contract.ts';
import { useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import { LineProblems } from './LineProblems.tsx';
import { Marked } from './Marked.tsx';
import styles from './SearchLine.module.css';
import { SuggestionList } from './SuggestionList.tsx';
import { longestLine, useSearchLine } from './useSearchLine.ts';
import { useSuggestions } from './useSuggestions.ts';
import { Isolated } from '../../components/Isolated.tsx';
import { hasHidden } from '../../components/hiddenCharacters.ts';

type Props = {
  values: LineFilters;
  /** A line of the address that could not be taken apart into filters. */
  unread: string;
  onSearch: (filters: LineFilters) => void;
  /** What the server says of filters that can be read but name nothing. */
  refusal: string | null;
};

/** The whole question in one line, which says what the filters say; what cannot be read is marked where it stands. */
export const SearchLine = ({ values, unread, onSearch, refusal }: Props) => {
  const text = useText();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const behind = useRef<HTMLDivElement>(null);
  const { draft, problems, isTooLong, write, send } = useSearchLine(values, unread, onSearch);
  const isWrong = problems.length > 0 || isTooLong || refusal !== null;
  const { items, at, chosen, taken, look, move, close } = useSuggestions();
  const take = (item: Suggestion) => {
    const { line, caret } = taken(draft, item);
    // At once: what is typed next belongs behind it, however soon it comes.
    flushSync(() => {
      write(line);
      look(line, caret);
    });
    field.current?.setSelectionRange(caret, caret);
  };
  const follow = () => behind.current?.scrollTo({ left: field.current?.scrollLeft ?? 0 });
  const keys: Record<string, (event: React.KeyboardEvent) => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => {
      if (chosen) return take(chosen);
      close();
      send();
    },
    Tab: () => chosen && take(chosen),
  };
  return (
    <form role="search" className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.line} data-wrong={isWrong || undefined}>
        <Icon name="search" />
        <div className={styles.field}>
          <div ref={behind} className={styles.behind} dir="auto">
            <Marked line={draft} problems={problems} />
          </div>
          <input
            ref={field}
            role="combobox"
            type="text"
            dir="auto"
            value={draft}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            aria-label={text('finding.line.label')}
            aria-describedby={`${id}-help ${id}-problems`}
            aria-invalid={isWrong}
            aria-autocomplete="list"
            aria-expanded={items.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={at >= 0 ? `${id}-list-${at}` : undefined}
            placeholder={text('finding.line.hint')}
            onScroll={follow}
            onBlur={close}
            onClick={(event) => look(draft, event.currentTarget.selectionStart ?? draft.length)}
            onChange={(event) => {
              write(event.target.value);
              look(event.target.value, event.target.selectionStart ?? event.target.value.length);
            }}
            onKeyDown={(event) => {
              const act = keys[event.key];
              const isTyping = event.key === 'Tab' && !chosen;
              if (act === undefined || isTyping) return;
              if (event.key !== 'Escape' || items.length > 0) event.preventDefault();
              act(event);
            }}
          />
        </div>
        <button type="button" className={styles.send} onClick={() => send()}>
          {text('finding.line.search')}
        </button>
      </div>
      {items.length > 0 && <SuggestionList id={`${id}-list`} items={items} at={at} onTake={take} />}
      <p id={`${id}-help`} className="visually-hidden">
        {text('finding.line.help')}
      </p>
      {hasHidden(draft) && (
        <p className={styles.hidden}>
          {text('finding.line.hidden')}{' '}
          <code>
            <Isolated value={draft.slice(0, longestLine)} />
          </code>
        </p>
      )}
      <LineProblems
        id={`${id}-problems`}
        problems={problems}
        length={isTooLong ? draft.length : null}
        refusal={refusal}
      />
    </form>
  );
};
