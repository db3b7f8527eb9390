import { useAbility } from '@casl/react';
import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useLocale } from 'react-admin';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListBody } from '../../../components/list/ListBody.tsx';
import { useKeysetList } from '../../../components/list/useKeysetList.ts';
import { useText } from '../../../i18n/useText.ts';
import { AccessDeniedPage } from '../../../layout/DeadEnds.tsx';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import type { NextMonth } from '../standing.ts';
import { holdColumns } from './holdColumns.tsx';
import { holdName } from './HoldWhat.tsx';

type Props = { state: 'standing' | 'lifted'; keeping: NextMonth | null };

const Holds = ({ state, keeping }: Props) => {
  const text = useText();
  const locale = useLocale();
  const columns = holdColumns(state, keeping, text, locale);
  const nameOf = (hold: AuditHoldView) => holdName(hold, text, locale);
  const list = useKeysetList<AuditHoldView>({
    resource: 'log-holds',
    always: { state },
    sort: { field: 'setAt', order: 'DESC' },
    columns,
    nameOf,
  });
  const isLifted = state === 'lifted';
  return (
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
  );
};

/** Legal holds, the newest first: those that stand, or those that were lifted. */
export const HoldList = (props: Props) =>
  useAbility<ConsoleAbility>().can('read', 'AuditHold') ? <Holds {...props} /> : <AccessDeniedPage />;
