import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Moment } from './Moment.tsx';
import type { Column } from '../components/list/list.types.ts';
import type { Text } from '../i18n/useText.ts';
import { actionWords } from './actions.ts';
import styles from './audit.module.css';

/** The columns of the log, in the order in which one asks: when, who, what, to which record, why. */
export const eventColumns = (text: Text): Column<AuditEventView>[] => [
  {
    key: 'time',
    label: text('audit.column.time'),
    width: '13rem',
    sortBy: 'occurredAt',
    render: ({ occurredAt }) => <Moment value={occurredAt} />,
  },
  {
    key: 'actor',
    label: text('audit.column.actor'),
    width: '10rem',
    render: ({ actor, onBehalfOf }) => (
      <bdi title={onBehalfOf ? text('audit.onBehalfOf', { name: onBehalfOf.name }) : actor.name}>
        {actor.name}
      </bdi>
    ),
  },
  {
    key: 'action',
    label: text('audit.column.action'),
    isLead: true,
    render: ({ action }) => <span title={action}>{actionWords(action, text)}</span>,
  },
  {
    key: 'target',
    label: text('audit.column.target'),
    width: '11rem',
    render: ({ target }) => (
      <bdi className={styles.label} title={`${target.type} ${target.id}`}>
        {target.label}
      </bdi>
    ),
  },
  {
    key: 'reason',
    label: text('audit.column.reason'),
    width: '16rem',
    render: ({ reason }) => reason && <bdi title={reason}>{reason}</bdi>,
  },
];
