import { useAbility } from '@casl/react';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { Link } from 'react-router-dom';
import { SenseMark } from '../components/SenseMark.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { ApiProblem } from '../providers/problem.ts';
import styles from './EraseDialog.module.css';
import { useUser, useUserChange } from './useUser.ts';

const isHeld = (error: unknown) => error instanceof ApiProblem && error.code === 'erasure.held';

/** Why somebody is not erased: what a legal hold keeps is not taken away, nor half of it. */
const HeldPerson = () => {
  const text = useText();
  const maySee = useAbility<ConsoleAbility>().can('read', 'AuditHold');
  return (
    <div role="alert" className={styles.held}>
      <h3>
        <SenseMark sense="theirs" size={14} />
        {text('retention.heldPerson.title')}
      </h3>
      <p>{text('retention.heldPerson.detail')}</p>
      {maySee && <Link to="/log-retention">{text('retention.heldPerson.toHolds')}</Link>}
    </div>
  );
};

const explainHold = (error: unknown) => (isHeld(error) ? <HeldPerson /> : null);

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
      explain={explainHold}
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
