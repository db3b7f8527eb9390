import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import type { Column } from '../components/list/list.types.ts';
import type { Text } from '../i18n/useText.ts';
import { ActionCode } from './ActionCode.tsx';
import { actionWords } from './actions.ts';
import styles from './ChangeLog.module.css';
import { nameInLog } from './erasedName.ts';
import { UnreadablePill } from './event/UnreadablePill.tsx';
import { LogTime } from './LogTime.tsx';
import { DamagedPill } from './verification/DamagedPill.tsx';
import { zoneWords } from './logTime.ts';
import { Isolated } from '../components/Isolated.tsx';

export const auditColumns = (text: Text): Column<AuditEventView>[] => [
  {
    key: 'when',
    label: text('audit.column.whenIn', { zone: zoneWords() }),
    // `LogTime` prints the times as the log has them.
    labelOnPaper: text('audit.column.whenIn', { zone: 'UTC' }),
    width: '9.75rem',
    widthOnPaper: '17%',
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
    render: ({ actor, onBehalfOf }) => (
      <>
        <Isolated
          isTitled
          className={actor.type === 'user' ? '' : 'faint'}
          value={nameInLog(actor.type, actor.name, text)}
        />
        {onBehalfOf !== null && (
          <>
            <span className="faint"> {text('audit.for')} </span>
            <Isolated isTitled value={nameInLog('user', onBehalfOf.name, text)} />
          </>
        )}
      </>
    ),
  },
  {
    key: 'what',
    label: text('audit.column.what'),
    isLead: true,
    widthOnPaper: '29%',
    render: ({ id, action, isUnreadable }) => (
      <>
        <DamagedPill className={styles.mark} id={id} />
        {isUnreadable && (
          <span className={styles.mark}>
            <UnreadablePill quiet isUnreadable />
          </span>
        )}
        {actionWords(action, text)} <ActionCode className={styles.code} action={action} />
      </>
    ),
  },
  {
    key: 'record',
    label: text('audit.column.record'),
    width: '13rem',
    render: ({ target: { type, label } }) => <Isolated isTitled value={nameInLog(type, label, text)} />,
  },
  {
    key: 'reason',
    label: text('audit.column.reason'),
    width: '13rem',
    render: ({ reason }) =>
      reason === null ? null : <Isolated isTitled className={styles.reason} value={reason} />,
  },
];
