import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { ReasonDialog } from '../../../components/ReasonDialog.tsx';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import { ApiProblem } from '../../../providers/problem.ts';
import { useBatch, useBatchChange } from '../../useBatch.ts';
import { AccessionLines } from './AccessionLines.tsx';
import {
  givenOf,
  lackOf,
  nothing,
  onTheirLines,
  type Entries,
  type UnclearRecord,
} from './givenAccessions.ts';
import { OutcomeChoice, type Outcome } from './OutcomeChoice.tsx';
import styles from './SettleDialog.module.css';
import { UncheckedChoice } from './UncheckedChoice.tsx';
import { useUnclearRecords } from './useUnclearRecords.ts';

/** ENA could not be asked about the accessions, and nothing was written down. */
const isNotChecked = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'ena.not_checked';

const none: readonly UnclearRecord[] = [];

/** What is written on the lines, and what is wrong with them: by themselves, and by the server's word on what was sent. */
const useLines = (records: readonly UnclearRecord[]) => {
  const text = useText();
  const [entries, setEntries] = useState<Entries>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const [isTried, setTried] = useState(false);
  const problems = new Map(refused);
  for (const { enaAlias, type } of records) {
    const lack = lackOf(entries.get(enaAlias) ?? nothing, type);
    if (lack !== null && isTried) problems.set(enaAlias, text(`ena.settle.lacks.${lack}`));
  }
  return {
    entries,
    problems,
    given: givenOf(entries, records),
    isComplete: records.every(
      ({ enaAlias, type }) => lackOf(entries.get(enaAlias) ?? nothing, type) === null,
    ),
    setRefused,
    setTried,
    change: (changed: Entries) => {
      // What is written anew is not what was refused.
      setRefused(new Map([...refused].filter(([alias]) => changed.get(alias) === entries.get(alias))));
      setEntries(changed);
    },
  };
};

type StepsProps = { records: readonly UnclearRecord[] };

/** Where to look, and for what. */
const WhereToLook = ({ records }: StepsProps) => {
  const text = useText();
  const { environment } = useBatch();
  return (
    <>
      <ol className={styles.steps}>
        <li>{text('ena.settle.step.portal', { at: text(`ena.settle.at.${environment}`) })}</li>
        <li>{text('ena.settle.step.search')}</li>
        <li>{text('ena.settle.step.write')}</li>
      </ol>
      {records.length > 0 && (
        <CopyButton
          value={records.map(({ enaAlias }) => enaAlias).join('\n')}
          label={text('ena.settle.copyAliases', { count: records.length })}
        />
      )}
    </>
  );
};

type Props = { attempt: AttemptView; onClose: () => void };

/** Settles by hand what stays unclear: says where to look, and takes the accessions found there, or that there are none. */
export const SettleDialog = ({ attempt, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const change = useBatchChange();
  const { data: records = none, error, refetch } = useUnclearRecords(attempt);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isUncheckedAsked, setAsked] = useState(false);
  const [isUnchecked, setUnchecked] = useState(false);
  const { entries, problems, given, isComplete, ...lines } = useLines(records);
  const open = records.length - given.length;
  const count = outcome === 'not_registered' ? records.length : given.length;
  const values = { reference: attempt.submissionReference, count: records.length, number: attempt.number };

  const settle = async (reason: string) => {
    lines.setTried(true);
    if (outcome === 'registered' && !isComplete) throw new Error(text('ena.settle.incomplete'));
    const body =
      outcome === 'registered'
        ? { outcome, accessions: given, ...(isUnchecked && { unchecked: true as const }) }
        : { outcome: 'not_registered' as const };
    try {
      await change(({ version }) => provider.resolveAttempt({ id: attempt.id, version, reason, ...body }));
    } catch (refused) {
      const taken = onTheirLines(refused, given);
      lines.setRefused(taken.problems);
      if (isNotChecked(refused)) setAsked(true);
      throw taken.rest;
    }
    notify(text('ena.settle.done', values), { type: 'success' });
  };
  return (
    <ReasonDialog
      title={text('ena.settle.title', values)}
      action={
        outcome === null || count === 0
          ? text('ena.settle.settle')
          : text(`ena.settle.${outcome}.action`, { count })
      }
      canBeUndone={false}
      isWide
      reason="required"
      isReady={
        records.length > 0 && (outcome === 'not_registered' || (outcome === 'registered' && given.length > 0))
      }
      onClose={onClose}
      onConfirm={settle}
    >
      <p>{text('ena.settle.what', values)}</p>
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      <WhereToLook records={records} />
      <OutcomeChoice outcome={outcome} onChoose={setOutcome} />
      {outcome === 'registered' && (
        <>
          <AccessionLines records={records} entries={entries} problems={problems} onChange={lines.change} />
          <p role="status" className={styles.help}>
            {text('ena.settle.given', { given: given.length, count: records.length })}{' '}
            {given.length > 0 && open > 0 && text('ena.settle.open', { count: open })}{' '}
            {!isUnchecked && text('ena.settle.looksUp')}
          </p>
          {isUncheckedAsked && <UncheckedChoice isUnchecked={isUnchecked} onChange={setUnchecked} />}
        </>
      )}
    </ReasonDialog>
  );
};
