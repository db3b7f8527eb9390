import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import type { Lifecycle } from '../../providers/ena.ts';
import { useRequestKey } from '../../providers/useRequestKey.ts';
import { DescendantList } from './DescendantList.tsx';
import { bodyOf, isComplete, LifecycleFields, type LifecycleForm } from './LifecycleFields.tsx';

type Props = { accession: AccessionView; what: Lifecycle; onClose: () => void };

/** Says what a request would cover, with everything that goes with the record, before it is asked for. */
export const LifecycleDialog = ({ accession: record, what, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { accession } = record;
  const [form, setForm] = useState<LifecycleForm>({
    holdDate: record.holdDate ?? '',
    category: 'other',
    supersededBy: '',
  });
  const key = useRequestKey(JSON.stringify([accession, what, form]));
  const { data, error, refetch } = useQuery({
    queryKey: ['accessions', 'descendants', accession, what],
    queryFn: () => provider.descendants(accession, what),
  });
  const values = { accession, count: data?.total ?? 1 };
  const ask = async (reason: string) => {
    const request = await provider.askForAccession(accession, what, bodyOf(what, form, reason), key);
    void client.invalidateQueries({ queryKey: ['accessions'] });
    void client.invalidateQueries({ queryKey: ['ena-requests'] });
    notify(text(`lifecycle.ask.${what}.done`, values), { type: 'success' });
    await navigate(`/ena-requests/${request.id}`);
  };
  return (
    <ReasonDialog
      title={text(`lifecycle.ask.${what}.title`, values)}
      action={text(`lifecycle.ask.${what}.confirm`, values)}
      canBeUndone={what === 'hold'}
      isDanger={what === 'withdraw' || what === 'suppress'}
      reason="required"
      isReady={data !== undefined && data.objection === null && isComplete(what, form)}
      onClose={onClose}
      onConfirm={ask}
    >
      <p>{text(`lifecycle.ask.${what}.what`, values)}</p>
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      {data === undefined && error === null && <p className="faint">{text('parts.list.loading')}</p>}
      {data !== undefined && <DescendantList descendants={data} />}
      <LifecycleFields what={what} form={form} onChange={(changed) => setForm({ ...form, ...changed })} />
    </ReasonDialog>
  );
};
