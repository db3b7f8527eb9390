import type { Suggestion } from '@contract/audit/finding/search-suggestions.contract.ts';
import { useText, type Text } from '../../i18n/useText.ts';
import { actionWords } from '../actions.ts';
import styles from './SearchLine.module.css';

const saysOf = ({ kind, name }: Suggestion, text: Text): string => {
  if (kind === 'key') return text(`finding.line.key.${name as 'actor'}`);
  const words = actionWords(name, text);
  return words === name ? '' : words;
};

type Props = { id: string; items: readonly Suggestion[]; at: number; onTake: (item: Suggestion) => void };

/** The suggestions below the line. The arrow keys move through them while the caret stays in the line. */
export const SuggestionList = ({ id, items, at, onTake }: Props) => {
  const text = useText();
  return (
    <div id={id} role="listbox" aria-label={text('finding.line.suggestions')} className={styles.suggestions}>
      {items.map((item, index) => (
        <div
          key={item.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          className={styles.suggestion}
          // Before the line loses the caret.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(item);
          }}
        >
          <code>{item.kind === 'key' ? `${item.name}:` : item.name}</code>
          <span>{saysOf(item, text)}</span>
        </div>
      ))}
    </div>
  );
};
