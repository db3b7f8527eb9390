import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { Link } from 'react-router-dom';
import type { Column } from '../../../components/list/list.types.ts';
import { StatusPill } from '../../../components/StatusPill.tsx';
import type { Text } from '../../../i18n/useText.ts';
import { Moment } from '../../Moment.tsx';
import { PersonName } from '../../event/PersonName.tsx';
import { monthWords } from '../monthWords.ts';
import type { NextMonth } from '../standing.ts';
import { HoldWhat } from './HoldWhat.tsx';
import styles from './holds.module.css';
import { LiftButton } from './LiftButton.tsx';
import { Isolated } from '../../../components/Isolated.tsx';

const WhenAndWho = ({ at, who, by }: { at: string | null; who: string | null; by: string }) => (
  <span className={styles.when}>
    <Moment value={at} />
    {who !== null && (
      <span>
        <span className="faint">{by}</span> <PersonName id={who} />
      </span>
    )}
  </span>
);

const Reason = ({ children }: { children: string | null }) =>
  children !== null && <Isolated isTitled className={styles.reason} value={children} />;

const liftedColumn = (text: Text): Column<AuditHoldView> => ({
  key: 'lifted',
  label: text('retention.hold.column.lifted'),
  width: '15rem',
  render: ({ liftedAt, liftedBy, liftReason }) => (
    <span className={styles.end}>
      <WhenAndWho at={liftedAt} who={liftedBy} by={text('retention.hold.by')} />
      <Reason>{liftReason}</Reason>
    </span>
  ),
});

/** @param keeping the next month to leave, where holds keep it */
export const holdColumns = (
  state: 'standing' | 'lifted',
  keeping: NextMonth | null,
  text: Text,
  locale: string,
): Column<AuditHoldView>[] => [
  {
    key: 'what',
    label: text('retention.hold.column.what'),
    isLead: true,
    render: (hold) => (
      <span className={styles.end}>
        <span className={styles.held}>
          <HoldWhat hold={hold} />
          {keeping?.holds.includes(hold.id) && (
            <StatusPill sense="theirs" quiet>
              {text('retention.hold.keeps', { month: monthWords(keeping.month, locale) })}
            </StatusPill>
          )}
        </span>
        <Reason>{hold.reason}</Reason>
      </span>
    ),
  },
  {
    key: 'set',
    label: text('retention.hold.column.set'),
    width: '13rem',
    sortBy: 'setAt',
    render: ({ setAt, setBy }) => <WhenAndWho at={setAt} who={setBy} by={text('retention.hold.by')} />,
  },
  ...(state === 'lifted' ? [liftedColumn(text)] : []),
  {
    key: 'moves',
    label: text('retention.hold.column.moves'),
    width: '11rem',
    render: (hold) => (
      <span className={styles.moves}>
        <Link to={`/change-log?view=all&record=${encodeURIComponent(hold.id)}`}>
          {text('retention.hold.history')}
        </Link>
        {hold.liftedAt === null && <LiftButton hold={hold} />}
      </span>
    ),
  },
];
