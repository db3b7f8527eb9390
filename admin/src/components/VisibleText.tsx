import { useText } from '../i18n/useText.ts';
import { textParts } from './hiddenCharacters.ts';
import styles from './VisibleText.module.css';

/** What somebody wrote, with characters that would hide or reorder it shown by their codes and not obeyed. */
export const VisibleText = ({ value }: { value: string }) => {
  const text = useText();
  return textParts(value).map((part, at) => {
    if ('text' in part) return part.text;
    const key = `${at} ${part.code}`;
    return (
      <span
        key={key}
        dir="ltr"
        className={styles.hidden}
        title={text('parts.hiddenCharacter', { code: part.code })}
      >
        {part.code}
      </span>
    );
  });
};
