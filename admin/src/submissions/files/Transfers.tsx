import Button from '@mui/material/Button';
import { useLocale } from 'react-admin';
import { Section } from '../../components/Section.tsx';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { useText } from '../../i18n/useText.ts';
import { desk } from './transfer/desk.ts';
import type { Transfer } from './transfer/transfer.ts';
import { TransferRow } from './TransferRow.tsx';
import styles from './Transfers.module.css';

/** Those that move or need somebody are all shown, and a few of those that wait. */
const shownOf = (transfers: readonly Transfer[]) => {
  const lively = transfers.filter(({ state }) => state !== 'waiting');
  const waiting = transfers.filter(({ state }) => state === 'waiting');
  const shown = [...lively, ...waiting].slice(0, Math.max(lively.length, 6));
  return { shown, rest: transfers.length - shown.length };
};

/** What this tab is sending, together and one by one. */
export const Transfers = ({ transfers }: { transfers: readonly Transfer[] }) => {
  const text = useText();
  const locale = useLocale();
  if (transfers.length === 0) return null;
  const { shown, rest } = shownOf(transfers);
  const sum = (of: (transfer: Transfer) => number) =>
    bytesInWords(
      transfers.reduce((total, transfer) => total + of(transfer), 0),
      locale,
    );
  const failed = transfers.filter(({ state }) => state === 'failed');
  return (
    <Section
      title={text('files.transfer.title')}
      actions={
        <>
          <span className="faint">
            {text('files.transfer.all', {
              count: transfers.length,
              sent: sum(({ sent }) => sent),
              size: sum(({ size }) => size),
            })}
          </span>
          {failed.length > 1 && (
            <Button size="small" onClick={() => failed.forEach(({ key }) => desk.retry(key))}>
              {text('files.transfer.retryAll')}
            </Button>
          )}
          {transfers.length > 1 && (
            <Button size="small" onClick={() => transfers.toReversed().forEach(({ key }) => desk.stop(key))}>
              {text('files.transfer.stopAll')}
            </Button>
          )}
        </>
      }
    >
      <ul className={styles.list}>
        {shown.map((transfer) => (
          <TransferRow key={transfer.key} transfer={transfer} />
        ))}
      </ul>
      <p className="faint">
        {rest > 0 && `${text('files.transfer.more', { count: rest })}. `}
        {text('files.transfer.stays')}
      </p>
    </Section>
  );
};
