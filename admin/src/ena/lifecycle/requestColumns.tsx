import type { RequestStatus, RequestView } from '@contract/ena/lifecycle/request.contract.ts';
import { Identifier } from '../../components/Identifier.tsx';
import type { Column } from '../../components/list/list.types.ts';
import type { Sense } from '../../components/meaning.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText, type Text } from '../../i18n/useText.ts';

const senseOfRequest: Record<RequestStatus, Sense> = {
  requested: 'waiting',
  sending: 'theirs',
  asked: 'theirs',
  done: 'good',
  refused: 'bad',
  declined: 'gone',
  attention: 'doubtful',
};

export const RequestStatusPill = ({ status, quiet = false }: { status: RequestStatus; quiet?: boolean }) => (
  <StatusPill sense={senseOfRequest[status]} quiet={quiet}>
    {useText()(`lifecycle.status.${status}`)}
  </StatusPill>
);

export const requestColumns = (text: Text): Column<RequestView>[] => [
  {
    key: 'reference',
    label: text('ena.column.reference'),
    width: '8.5rem',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  {
    key: 'what',
    label: text('lifecycle.column.what'),
    isLead: true,
    render: ({ kind, accession, submissionReference }) => (
      <>
        {text(`lifecycle.kind.${kind}`)} <bdi className="mono">{accession ?? submissionReference}</bdi>
      </>
    ),
  },
  {
    key: 'status',
    label: text('ena.column.status'),
    width: '11rem',
    render: ({ status }) => <RequestStatusPill status={status} quiet />,
  },
  {
    key: 'records',
    label: text('ena.column.records'),
    width: '6rem',
    align: 'end',
    render: ({ recordCount }) => recordCount,
  },
  {
    key: 'by',
    label: text('lifecycle.column.by'),
    width: '9rem',
    onCard: 'hidden',
    render: ({ createdBy }) => <bdi>{createdBy.name}</bdi>,
  },
  {
    key: 'created',
    label: text('lifecycle.column.created'),
    width: '8.75rem',
    sortBy: 'createdAt',
    render: ({ createdAt }) => <RelativeTime value={createdAt} />,
  },
];
