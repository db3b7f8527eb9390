import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import { HoldDialog } from './HoldDialog.tsx';
import type { HoldForm } from './holdForm.ts';

/** Opens the dialog of a hold for those who may set one; filled in where it stands beside what is to be held. */
export const HoldButton = ({ first }: { first?: Partial<HoldForm> }) => {
  const text = useText();
  const maySet = useAbility<ConsoleAbility>().can('create', 'AuditHold');
  const [isOpen, setOpen] = useState(false);
  if (!maySet) return null;
  return (
    <>
      <Button {...(first ? { size: 'small' } : {})} onClick={() => setOpen(true)}>
        {text(first ? 'retention.hold.here' : 'retention.hold.set')}
      </Button>
      {isOpen && <HoldDialog first={first} onClose={() => setOpen(false)} />}
    </>
  );
};
