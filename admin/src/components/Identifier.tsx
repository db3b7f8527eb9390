import { useText } from '../i18n/useText.ts';
import styles from './Identifier.module.css';
import { useCopy } from './useCopy.ts';

type Props = {
  value: string;
  /** Shows only so many characters, as for hashes; the whole is copied, and printed. */
  short?: number;
};

/** An accession, reference or alias in monospace; a click copies it and says so. */
export const Identifier = ({ value, short }: Props) => {
  const text = useText();
  const { isCopied, copy } = useCopy(value);
  return (
    <button
      type="button"
      className={styles.identifier}
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        void copy();
      }}
      title={text('parts.copy.do', { value })}
    >
      {short === undefined || value.length <= short ? (
        <bdi>{value}</bdi>
      ) : (
        <bdi data-whole={value}>{`${value.slice(0, short)}…`}</bdi>
      )}
      <span role="status" className={styles.done}>
        {isCopied ? text('parts.copy.done') : ''}
      </span>
    </button>
  );
};
