import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useLocale } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { useText } from '../../i18n/useText.ts';
import { StoreRefusal } from '../../providers/putBytes.ts';
import { timeInWords } from './timeLeft.ts';
import { desk } from './transfer/desk.ts';
import { secondsLeft } from './transfer/speed.ts';
import type { Transfer } from './transfer/transfer.ts';
import styles from './Transfers.module.css';

const Failure = ({ transfer: { key, name, error } }: { transfer: Transfer }) => {
  const text = useText();
  const title = text('files.transfer.failed', { name });
  const buttons = (
    <div className={styles.buttons}>
      <Button
        size="small"
        aria-label={text('files.transfer.of', { action: text('files.transfer.retry'), name })}
        onClick={() => desk.retry(key)}
      >
        {text('files.transfer.retry')}
      </Button>
      <Button
        size="small"
        aria-label={text('files.transfer.of', { action: text('files.transfer.giveUp'), name })}
        onClick={() => desk.stop(key)}
      >
        {text('files.transfer.giveUp')}
      </Button>
    </div>
  );
  if (error instanceof StoreRefusal) {
    return (
      <div role="alert" className={styles.refusal}>
        <strong>{title}</strong>
        <p>
          {error.status === 0
            ? text('files.transfer.cutOff')
            : text('files.transfer.store', { status: error.status })}
        </p>
        {buttons}
      </div>
    );
  }
  return (
    <div className={styles.refusal}>
      <ErrorState isInline error={error} title={title} />
      {buttons}
    </div>
  );
};

/** One file on its way: how much of it, how long it will take, and a way to stop it. */
export const TransferRow = ({ transfer }: { transfer: Transfer }) => {
  const text = useText();
  const locale = useLocale();
  const { key, name, size, sent, state, samples } = transfer;
  if (state === 'failed') {
    return (
      <li className={styles.row}>
        <Failure transfer={transfer} />
      </li>
    );
  }
  const left = state === 'sending' ? secondsLeft(samples, size - sent) : undefined;
  const bytes = text('files.transfer.bytes', {
    sent: bytesInWords(sent, locale),
    size: bytesInWords(size, locale),
  });
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.facts}>
          {state === 'sending' && bytes}
          {state === 'sending' &&
            left !== undefined &&
            ` · ${text('files.transfer.left', { time: timeInWords(left, locale) })}`}
          {state === 'ending' && text('files.transfer.ending')}
          {state === 'waiting' && text('files.transfer.waiting')}
        </span>
        <Button
          size="small"
          aria-label={text('files.transfer.of', { action: text('files.transfer.stop'), name })}
          onClick={() => desk.stop(key)}
        >
          {text('files.transfer.stop')}
        </Button>
      </div>
      <LinearProgress
        aria-label={name}
        {...(state === 'ending' ? {} : { variant: 'determinate', value: (sent / size) * 100 })}
      />
    </li>
  );
};
