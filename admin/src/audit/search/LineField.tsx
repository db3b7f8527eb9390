import type { LineProblem } from '@contract/audit/finding/search-line.contract.ts';
import type { Suggestion } from '@contract/audit/finding/search-suggestions.contract.ts';
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { useText } from '../../i18n/useText.ts';
import { Marked } from './Marked.tsx';
import styles from './SearchLine.module.css';
import type { useSuggestions } from './useSuggestions.ts';

type Props = {
  /** Begins the ids of the help, the problems and the suggestions. */
  id: string;
  field: RefObject<HTMLInputElement | null>;
  line: string;
  problems: readonly LineProblem[];
  isWrong: boolean;
  suggestions: ReturnType<typeof useSuggestions>;
  onWrite: (line: string) => void;
  onTake: (item: Suggestion) => void;
  onSend: () => void;
};

/** The field of the search line: what is wrong is marked behind the text, and the keyboard chooses what is suggested. */
export const LineField = (props: Props) => {
  const { id, field, line, problems, isWrong, suggestions, onWrite } = props;
  const text = useText();
  const behind = useRef<HTMLDivElement>(null);
  const { items, at, look, close } = suggestions;
  return (
    <div className={styles.field}>
      <div ref={behind} className={styles.behind} dir="auto">
        <Marked line={line} problems={problems} />
      </div>
      <input
        ref={field}
        role="combobox"
        type="text"
        dir="auto"
        value={line}
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
        onScroll={() => behind.current?.scrollTo({ left: field.current?.scrollLeft ?? 0 })}
        onBlur={close}
        onClick={(event) => look(line, event.currentTarget.selectionStart ?? line.length)}
        onChange={(event) => {
          onWrite(event.target.value);
          look(event.target.value, event.target.selectionStart ?? event.target.value.length);
        }}
        onKeyDown={(event) => onKey(event, props)}
      />
    </div>
  );
};

function onKey(event: KeyboardEvent, { suggestions, onTake, onSend }: Props): void {
  const { items, chosen, move, close } = suggestions;
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => {
      if (chosen) return onTake(chosen);
      close();
      onSend();
    },
    // Without a suggestion, Tab leaves the field.
    ...(chosen && { Tab: () => onTake(chosen) }),
  };
  const act = keys[event.key];
  if (act === undefined) return;
  if (event.key !== 'Escape' || items.length > 0) event.preventDefault();
  act();
}
