import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import type { Column } from '../components/list/list.types.ts';
import type { Text } from '../i18n/useText.ts';
import { actionWords } from './actions.ts';
import styles from './ChangeLog.module.css';
import { nameInLog } from './erasedName.ts';
import { LogTime } from './LogTime.tsx';
import { zoneWords } from './logTime.ts';

export const auditColumns = (text: Text): Column<AuditEventView>[] => [
  {
    key: 'when',
    label: text('audit.column.whenIn', { zone: zoneWords() }),
    width: '9.75rem',
    sortBy: 'occurredAt',
    render: ({ occurredAt }) => (
      <span className={styles.when}>
        <LogTime value={occurredAt} />
      </span>
    ),
  },
  {
    key: 'who',
    label: text('audit.column.who'),
    width: '9rem',
    render: ({ actor }) => (
      <bdi className={actor.type === 'user' ? '' : 'faint'} title={nameInLog(actor.type, actor.name, text)}>
        {nameInLog(actor.type, actor.name, text)}
      </bdi>
    ),
  },
  {
    key: 'what',
    label: text('audit.column.what'),
    isLead: true,
    render: ({ action }) => (
      <>
        {actionWords(action, text)} <code className={styles.code}>{action}</code>
      </>
    ),
  },
  {
    key: 'record',
    label: text('audit.column.record'),
    width: '13rem',
    render: ({ target: { type, label } }) => (
      <bdi title={nameInLog(type, label, text)}>{nameInLog(type, label, text)}</bdi>
    ),
  },
  {
    key: 'reason',
    label: text('audit.column.reason'),
    width: '13rem',
    render: ({ reason }) =>
      reason === null ? null : (
        <bdi className={styles.reason} title={reason}>
          {reason}
        </bdi>
      ),
  },
];
