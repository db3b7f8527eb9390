import type { AuditArchivedMonthView } from '@contract/audit/retention/retention.contract.ts';
import { bytesInWords } from '../../../components/bytesInWords.ts';
import { Identifier } from '../../../components/Identifier.tsx';
import type { Column } from '../../../components/list/list.types.ts';
import { StatusPill } from '../../../components/StatusPill.tsx';
import type { Text } from '../../../i18n/useText.ts';
import { Moment } from '../../Moment.tsx';
import { monthWords } from '../monthWords.ts';
import { MonthTaking } from './MonthTaking.tsx';
import styles from './months.module.css';

export const monthColumns = (text: Text, locale: string): Column<AuditArchivedMonthView>[] => [
  {
    key: 'month',
    label: text('retention.month.column.month'),
    isLead: true,
    render: ({ month, bucket, key }) => (
      <span className={styles.month}>
        <strong>{monthWords(month, locale)}</strong>
        <Identifier value={`${bucket}/${key}`} />
      </span>
    ),
  },
  {
    key: 'state',
    label: text('retention.month.column.state'),
    width: '8.5rem',
    render: ({ droppedAt }) => (
      <StatusPill sense={droppedAt === null ? 'ours' : 'gone'} quiet>
        {text(`retention.month.state.${droppedAt === null ? 'archived' : 'dropped'}`)}
      </StatusPill>
    ),
  },
  {
    key: 'events',
    label: text('retention.month.column.events'),
    width: '5rem',
    align: 'end',
    render: ({ events }) => events.toLocaleString(locale),
  },
  {
    key: 'bytes',
    label: text('retention.month.column.bytes'),
    width: '5.5rem',
    align: 'end',
    render: ({ bytes }) => bytesInWords(bytes, locale),
  },
  {
    key: 'hash',
    label: text('retention.month.column.hash'),
    width: '8rem',
    render: ({ sha256 }) => <Identifier value={sha256} short={10} />,
  },
  {
    key: 'archived',
    label: text('retention.month.column.archived'),
    width: '7rem',
    sortBy: 'archivedAt',
    render: ({ archivedAt }) => (
      <span className={styles.when}>
        <Moment value={archivedAt} />
      </span>
    ),
  },
  {
    key: 'take',
    label: text('retention.month.column.take'),
    width: '16rem',
    render: (row) => <MonthTaking month={row} />,
  },
];
