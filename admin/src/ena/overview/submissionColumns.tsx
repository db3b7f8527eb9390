import type { AttemptView, BatchSubmissionView } from '@contract/ena/batches/batches.contract.ts';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/Icon.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import type { Column } from '../../components/list/list.types.ts';
import type { Text } from '../../i18n/useText.ts';
import { AttemptStatusPill } from '../attempts/AttemptStatusPill.tsx';
import { CheckPill } from '../CheckPill.tsx';
import styles from './BatchSubmissions.module.css';
import { TakeOutButton } from './TakeOutButton.tsx';

export type Row = BatchSubmissionView & { attempt: AttemptView | undefined };

/** What has left is read as it left; what was refused, or never left, as it would leave. */
const Document = ({ row: { id, reference, attempt }, text }: { row: Row; text: Text }) => {
  const isSent = attempt !== undefined && attempt.status !== 'refused';
  return (
    <Link
      to={`?document=${isSent ? `payload.${attempt.id}` : `preview.${id}`}`}
      className={styles.document}
      aria-label={text('ena.document.previewOf', { reference })}
    >
      <Icon name="file" />
      {text('ena.document.xml')}
    </Link>
  );
};

const progress: Column<Row>['render'] = ({ attempt, checkStatus }) =>
  attempt === undefined ? (
    <CheckPill status={checkStatus} />
  ) : (
    <AttemptStatusPill status={attempt.status} quiet />
  );

export const submissionColumns = (text: Text, locale: string, canTakeOut: boolean): Column<Row>[] => [
  {
    key: 'reference',
    label: text('ena.column.reference'),
    width: '7.5rem',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  {
    key: 'title',
    label: text('ena.column.submission'),
    isLead: true,
    render: ({ title }) => <bdi>{title}</bdi>,
  },
  {
    key: 'records',
    label: text('ena.column.records'),
    width: '4.75rem',
    align: 'end',
    render: ({ itemCount }) => itemCount.toLocaleString(locale),
  },
  { key: 'state', label: text('ena.column.status'), width: '8.75rem', render: progress },
  {
    key: 'document',
    label: text('ena.column.document'),
    width: '6.75rem',
    render: (row) => <Document row={row} text={text} />,
  },
  ...(canTakeOut
    ? [
        {
          key: 'takeOut',
          label: text('ena.column.takeOut'),
          width: '5.5rem',
          align: 'end',
          render: (row) => <TakeOutButton submission={row} />,
        } satisfies Column<Row>,
      ]
    : []),
];
