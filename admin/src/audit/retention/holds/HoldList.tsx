import { useAbility } from '@casl/react';
import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListBody } from '../../../components/list/ListBody.tsx';
import { useKeysetList } from '../../../components/list/useKeysetList.ts';
import { useText } from '../../../i18n/useText.ts';
import { AccessDeniedPage } from '../../../layout/DeadEnds.tsx';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import type { NextMonth } from '../standing.ts';
import styles from '../retention.module.css';
import { holdColumns } from './holdColumns.tsx';
import { holdsAddress } from './holdsAddress.ts';
import { holdName } from './HoldWhat.tsx';

type Props = {
  state: 'standing' | 'lifted';
  keeping: NextMonth | null;
  /** Ids of the only holds to show, standing or lifted; null for all. */
  only?: string | null;
};

const Holds = ({ state, keeping, only = null }: Props) => {
  const text = useText();
  const locale = useLocale();
  const nameOf = (hold: AuditHoldView) => holdName(hold, text, locale);
  const list = useKeysetList<AuditHoldView>({
    resource: 'log-holds',
    always: only === null ? { state } : { ids: only },
    sort: { field: 'setAt', order: 'DESC' },
    columns: [],
    nameOf,
  });
  const isLifted = state === 'lifted';
  const columns = holdColumns(
    isLifted || list.rows.some(({ liftedAt }) => liftedAt !== null) ? 'lifted' : 'standing',
    keeping,
    text,
    locale,
  );
  return (
    <>
      {only !== null && (
        <p className={styles.intro}>
          {text('retention.hold.only')} <Link to={holdsAddress([])}>{text('retention.hold.all')}</Link>
        </p>
      )}
      <ListBody
        list={list}
        columns={columns}
        nameOf={nameOf}
        label={text(isLifted ? 'retention.part.lifted' : 'retention.part.holds')}
        empty={
          <EmptyState title={text(isLifted ? 'retention.hold.emptyLifted' : 'retention.hold.empty')}>
            {text(isLifted ? 'retention.hold.emptyLiftedDetail' : 'retention.hold.emptyDetail')}
          </EmptyState>
        }
      />
    </>
  );
};

/** Legal holds, the newest first: those that stand, or those that were lifted. */
export const HoldList = (props: Props) =>
  useAbility<ConsoleAbility>().can('read', 'AuditHold') ? <Holds {...props} /> : <AccessDeniedPage />;
