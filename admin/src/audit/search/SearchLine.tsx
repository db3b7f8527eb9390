import type { LineFilters } from '@contract/audit/finding/search-line.contract.ts';
import type { Suggestion } from '@contract/audit/finding/search-suggestions.contract.ts';
import { useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import { LineField } from './LineField.tsx';
import { LineProblems } from './LineProblems.tsx';
import styles from './SearchLine.module.css';
import { SuggestionList } from './SuggestionList.tsx';
import { longestLine, useSearchLine } from './useSearchLine.ts';
import { useSuggestions } from './useSuggestions.ts';
import { Isolated } from '../../components/Isolated.tsx';
import { hasHidden } from '../../components/hiddenCharacters.ts';

type Props = {
  values: LineFilters;
  /** A line from the address that could not be read into filters. */
  unread: string;
  onSearch: (filters: LineFilters) => void;
  /** The server's message about filters that can be read but name nothing. */
  refusal: string | null;
};

/** All filters as one line that can be edited. What cannot be read is marked in place. */
export const SearchLine = ({ values, unread, onSearch, refusal }: Props) => {
  const text = useText();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { draft, problems, isTooLong, write, send } = useSearchLine(values, unread, onSearch);
  const isWrong = problems.length > 0 || isTooLong || refusal !== null;
  const suggestions = useSuggestions();
  const { items, at } = suggestions;
  const take = (item: Suggestion) => {
    const { line, caret } = suggestions.taken(draft, item);
    // Synchronously, so that what is typed next comes after the suggestion, however soon.
    flushSync(() => {
      write(line);
      suggestions.look(line, caret);
    });
    field.current?.setSelectionRange(caret, caret);
  };
  return (
    <form role="search" className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.line} data-wrong={isWrong || undefined}>
        <Icon name="search" />
        <LineField
          id={id}
          field={field}
          line={draft}
          problems={problems}
          isWrong={isWrong}
          suggestions={suggestions}
          onWrite={write}
          onTake={take}
          onSend={() => send()}
        />
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
