import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import { HoldDialog } from './HoldDialog.tsx';
import { newHold, type HoldForm } from './holdForm.ts';
import styles from './holds.module.css';
import { HeldPill } from './HeldPill.tsx';

/**
 * Opens the dialog that sets a hold, for those who may. On the page of a record or person, the dialog is filled in, and
 * a pill says whether it is held already.
 */
export const HoldButton = ({ first }: { first?: Partial<HoldForm> }) => {
  const text = useText();
  const maySet = useAbility<ConsoleAbility>().can('create', 'AuditHold');
  const [isOpen, setOpen] = useState(false);
  const button = maySet && (
    <>
      <Button {...(first ? { size: 'small' } : {})} onClick={() => setOpen(true)}>
        {text(first ? 'retention.hold.here' : 'retention.hold.set')}
      </Button>
      {isOpen && <HoldDialog first={first} onClose={() => setOpen(false)} />}
    </>
  );
  if (first === undefined) return button;
  return (
    <span className={styles.here}>
      <HeldPill on={{ ...newHold, ...first }} />
      {button}
    </span>
  );
};
