import { useEffect, useState } from 'react';
import { useText } from '../i18n/useText.ts';
import styles from './Identifier.module.css';

type Props = {
  value: string;
  /** Shows only so many characters, as for hashes; the whole is copied. */
  short?: number;
};

/** An accession, reference or alias in monospace; a click copies it and says so. */
export const Identifier = ({ value, short }: Props) => {
  const text = useText();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async (event: React.MouseEvent) => {
    event.stopPropagation();
    event.preventDefault();
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <button
      type="button"
      className={styles.identifier}
      onClick={(event) => void copy(event)}
      title={text('parts.copy.do', { value })}
    >
      <bdi>{short === undefined || value.length <= short ? value : `${value.slice(0, short)}…`}</bdi>
      <span role="status" className={styles.done}>
        {isCopied ? text('parts.copy.done') : ''}
      </span>
    </button>
  );
};
