import { CopyButton } from '../../components/CopyButton.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './VerificationPage.module.css';

/** A line for a terminal, to be copied. */
export const Command = ({ value, copy = 'copy' }: { value: string; copy?: 'copy' | 'copyHash' }) => {
  const text = useText();
  return (
    <div className={styles.command}>
      <pre>
        <bdi>{value}</bdi>
      </pre>
      <CopyButton value={value} label={text(`logVerification.offline.${copy}`)} />
    </div>
  );
};
