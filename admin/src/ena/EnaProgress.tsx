import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { useText } from '../i18n/useText.ts';
import styles from './EnaProgress.module.css';

const steps = ['processed', 'public', 'failed', 'expired'] as const;

/** What ENA made of the records since it accepted them: accepted, processed and public are three things. */
export const EnaProgress = ({ progress }: Pick<BatchView, 'progress'>) => {
  const text = useText();
  const { accepted } = progress;
  if (accepted === 0) return null;
  const known = steps.filter((step) => step === 'processed' || step === 'public' || progress[step] > 0);
  return (
    <p className={styles.progress}>
      {text('ena.progress.accepted', { count: accepted })}
      {known.map((step) => (
        <span key={step} data-step={step}>
          {text(`ena.progress.${step}`, { count: progress[step] })}
        </span>
      ))}
    </p>
  );
};
