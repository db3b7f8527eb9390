import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../../components/ReasonDialog.tsx';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import { useRequestKey } from '../../../providers/useRequestKey.ts';
import { HoldFields } from './HoldFields.tsx';
import { HoldNotices } from './HoldNotices.tsx';
import { isComplete, newHold, requestOf, type HoldForm } from './holdForm.ts';
import { useHoldsChanged } from './useHoldsChanged.ts';

type Props = {
  /** What is filled in already, if it was opened from the page of what is to be held. */
  first?: Partial<HoldForm> | undefined;
  onClose: () => void;
};

/** Sets a legal hold: what is to be kept, and why. */
export const HoldDialog = ({ first, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useHoldsChanged();
  const [form, setForm] = useState<HoldForm>({ ...newHold, ...first });
  const key = useRequestKey(JSON.stringify(form));
  return (
    <ReasonDialog
      title={text('retention.set.title')}
      action={text('retention.set.action')}
      reason="required"
      help={text('retention.hold.reasonHelp')}
      canBeUndone
      isReady={isComplete(form)}
      onConfirm={async (reason) => {
        await provider.setHold(requestOf(form, reason), key);
        notify(text('retention.set.done'), { type: 'success' });
        changed();
      }}
      onClose={onClose}
    >
      <p>{text('retention.set.what')}</p>
      <HoldFields form={form} onChange={setForm} />
      <HoldNotices form={form} />
    </ReasonDialog>
  );
};
