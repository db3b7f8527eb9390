import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../../components/ReasonDialog.tsx';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import styles from './holds.module.css';
import { useHoldName } from './useHoldName.ts';
import { useHoldsChanged } from './useHoldsChanged.ts';
import { VisibleText } from '../../../components/VisibleText.tsx';

type Props = { hold: AuditHoldView; onClose: () => void };

const LiftDialog = ({ hold: shown, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useHoldsChanged();
  // The version that was read, so that somebody else's change meanwhile is not overridden.
  const [hold] = useState(shown);
  const name = useHoldName(hold);
  return (
    <ReasonDialog
      title={text('retention.lift.title', { name })}
      action={text('retention.lift.action')}
      reason="required"
      help={text('retention.hold.reasonHelp')}
      canBeUndone={false}
      isDanger
      onConfirm={async (reason) => {
        try {
          await provider.liftHold(hold, reason);
        } finally {
          changed();
        }
        notify(text('retention.lift.done'), { type: 'success' });
      }}
      onClose={onClose}
    >
      <p>{text('retention.lift.what')}</p>
      <p className={styles.quoted}>{text('retention.lift.setFor')}</p>
      <blockquote dir="auto" className={styles.quote}>
        <VisibleText value={hold.reason} />
      </blockquote>
    </ReasonDialog>
  );
};

/** Lifts a standing hold, for those who may. */
export const LiftButton = ({ hold }: { hold: AuditHoldView }) => {
  const text = useText();
  const name = useHoldName(hold);
  const mayLift = useAbility<ConsoleAbility>().can(
    'lift',
    subject('AuditHold', { setBy: hold.setBy }) as never,
  );
  const [isOpen, setOpen] = useState(false);
  if (!mayLift) return null;
  return (
    <>
      <Button size="small" aria-label={text('retention.hold.liftOf', { name })} onClick={() => setOpen(true)}>
        {text('retention.hold.lift')}
      </Button>
      {isOpen && <LiftDialog hold={hold} onClose={() => setOpen(false)} />}
    </>
  );
};
