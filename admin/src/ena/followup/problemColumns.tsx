import type { ProblemStatus, ProblemView } from '@contract/ena/processing/problems.contract.ts';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import type { Column } from '../../components/list/list.types.ts';
import type { Sense } from '../../components/meaning.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import type { Text } from '../../i18n/useText.ts';
import { ProblemMoves } from './ProblemMoves.tsx';

const senses: Record<ProblemStatus, Sense> = { open: 'waiting', taken: 'ours', resolved: 'good' };

export const problemColumns = (text: Text): Column<ProblemView>[] => [
  {
    key: 'ena',
    label: text('followup.column.ena'),
    width: '9rem',
    render: ({ enaAccession }) => <Identifier value={enaAccession} />,
  },
  {
    key: 'message',
    label: text('followup.column.message'),
    isLead: true,
    render: ({ message }) => <bdi>{message}</bdi>,
  },
  {
    key: 'kind',
    label: text('followup.column.kind'),
    width: '10rem',
    render: ({ kind }) => text(`followup.kind.${kind}`),
  },
  {
    key: 'status',
    label: text('ena.column.status'),
    width: '9rem',
    render: ({ status, takenBy }) => (
      <StatusPill sense={senses[status]} quiet>
        {status === 'taken' && takenBy !== null ? (
          <bdi>{takenBy.name}</bdi>
        ) : (
          text(`followup.status.${status}`)
        )}
      </StatusPill>
    ),
  },
  {
    key: 'batch',
    label: text('schedule.column.batch'),
    width: '8rem',
    onCard: 'hidden',
    render: ({ batchId, batchReference }) => (
      <Link to={`/batches/${batchId}`} className="mono">
        <bdi>{batchReference}</bdi>
      </Link>
    ),
  },
  {
    key: 'raised',
    label: text('followup.column.raised'),
    width: '8.5rem',
    sortBy: 'raisedAt',
    render: ({ raisedAt }) => <RelativeTime value={raisedAt} />,
  },
  {
    key: 'moves',
    label: text('followup.column.moves'),
    width: '14rem',
    render: (problem) => <ProblemMoves problem={problem} />,
  },
];
