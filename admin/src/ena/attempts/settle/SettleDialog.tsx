import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import type { ResolveAttempt } from '@contract/ena/sending/resolution.contract.ts';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { ReasonDialog } from '../../../components/ReasonDialog.tsx';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { useBatch, useBatchChange } from '../../useBatch.ts';
import { AccessionsField } from './AccessionsField.tsx';
import { readAccessions } from './givenAccessions.ts';
import styles from './SettleDialog.module.css';
import { useUnclearRecords } from './useUnclearRecords.ts';

type Outcome = ResolveAttempt['outcome'];
const outcomes: readonly Outcome[] = ['registered', 'not_registered'];

type ChoiceProps = { outcome: Outcome | null; onChoose: (outcome: Outcome) => void };

const OutcomeChoice = ({ outcome, onChoose }: ChoiceProps) => {
  const text = useText();
  return (
    <fieldset className={styles.choice}>
      <legend>{text('ena.settle.question')}</legend>
      {outcomes.map((each) => (
        <label key={each}>
          <input type="radio" name="outcome" checked={outcome === each} onChange={() => onChoose(each)} />
          <span>
            <strong>{text(`ena.settle.${each}.label`)}</strong> {text(`ena.settle.${each}.what`)}
          </span>
        </label>
      ))}
    </fieldset>
  );
};

type Props = { attempt: AttemptView; onClose: () => void };

/** Settles by hand what stays unclear: says where to look, and takes the accessions found there, or that there are none. */
export const SettleDialog = ({ attempt, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const change = useBatchChange();
  const { environment } = useBatch();
  const { data: records, error, refetch } = useUnclearRecords(attempt);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const aliases = (records ?? []).map(({ enaAlias }) => enaAlias);
  const listed = aliases.map((alias) => `${alias}\t`).join('\n');
  const read = readAccessions(written ?? listed, aliases);
  const isComplete = records !== undefined && read.missing.length === 0 && read.odd.length === 0;
  const values = { reference: attempt.submissionReference, count: aliases.length, number: attempt.number };

  const settle = (reason: string) =>
    change(({ version }) =>
      provider.resolveAttempt({
        id: attempt.id,
        version,
        reason,
        ...(outcome === 'registered'
          ? { outcome, accessions: read.given }
          : { outcome: 'not_registered' as const }),
      }),
    );
  return (
    <ReasonDialog
      title={text('ena.settle.title', values)}
      action={text(`ena.settle.${outcome ?? 'registered'}.action`, values)}
      canBeUndone={false}
      reason="required"
      isReady={outcome === 'not_registered' || (outcome === 'registered' && isComplete)}
      onClose={onClose}
      onConfirm={async (reason) => {
        await settle(reason);
        notify(text('ena.settle.done', values), { type: 'success' });
      }}
    >
      <p>{text('ena.settle.what', values)}</p>
      <ol className={styles.steps}>
        <li>{text('ena.settle.step.portal', { at: text(`ena.settle.at.${environment}`) })}</li>
        <li>{text('ena.settle.step.search')}</li>
        <li>{text('ena.settle.step.write')}</li>
      </ol>
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      {aliases.length > 0 && (
        <CopyButton value={aliases.join('\n')} label={text('ena.settle.copyAliases', values)} />
      )}
      <OutcomeChoice outcome={outcome} onChoose={setOutcome} />
      {outcome === 'registered' && (
        <AccessionsField value={written ?? listed} read={read} count={aliases.length} onChange={setWritten} />
      )}
    </ReasonDialog>
  );
};
