import Button from '@mui/material/Button';
import { useText } from '../i18n/useText.ts';
import styles from './CopyButton.module.css';
import { Icon } from './Icon.tsx';
import { useCopy } from './useCopy.ts';

/** Copies what its label says, exactly as it is; says so in its place without a change of its width. */
export const CopyButton = ({ value, label }: { value: string; label: string }) => {
  const text = useText();
  const { isCopied, copy } = useCopy(value);
  const done = text('parts.copy.done');
  return (
    <>
      <Button startIcon={<Icon name={isCopied ? 'check' : 'copy'} />} onClick={() => void copy()}>
        <span className={styles.words}>
          <span className={isCopied ? styles.away : undefined}>{label}</span>
          <span aria-hidden className={isCopied ? undefined : styles.away}>
            {done}
          </span>
        </span>
      </Button>
      <span role="status" className="visually-hidden">
        {isCopied ? done : ''}
      </span>
    </>
  );
};
