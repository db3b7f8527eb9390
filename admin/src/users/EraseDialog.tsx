import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import styles from './EraseDialog.module.css';
import { useUser, useUserChange } from './useUser.ts';

/** Tells what goes and what stays, and asks for more than a click: no erasure can be taken back. */
export const EraseDialog = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const change = useUserChange();
  const { name, email } = useUser();
  const [isSure, setSure] = useState(false);
  return (
    <ReasonDialog
      title={text('users.move.erase.title', { name })}
      action={text('users.move.erase.action')}
      reason="required"
      canBeUndone={false}
      isDanger
      isReady={isSure}
      onConfirm={async (reason) => {
        await change(async (provider, shown) => {
          await provider.erasePerson({ ...shown, reason });
        });
        notify(text('users.move.erase.done'), { type: 'success' });
      }}
      onClose={onClose}
    >
      <dl className={styles.what}>
        <dt>{text('users.move.erase.goes')}</dt>
        <dd>{text('users.move.erase.goesAtOnce')}</dd>
        <dd>{text('users.move.erase.goesSoon')}</dd>
        <dt>{text('users.move.erase.stays')}</dt>
        <dd>{text('users.move.erase.staysRecord')}</dd>
        <dd>{text('users.move.erase.staysElsewhere')}</dd>
      </dl>
      <p>{text('users.move.erase.reasonStays')}</p>
      <label className={styles.sure}>
        <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
        <span>{text('users.move.erase.sure', { name, email })}</span>
      </label>
    </ReasonDialog>
  );
};
