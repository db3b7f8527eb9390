import { useAbility } from '@casl/react';
import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useGetMany, useNotify } from 'react-admin';
import { Link } from 'react-router-dom';
import { holdsAddress } from '../audit/retention/holds/holdsAddress.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { SenseMark } from '../components/SenseMark.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { ApiProblem } from '../providers/problem.ts';
import styles from './EraseDialog.module.css';
import { KeepingHold } from './KeepingHold.tsx';
import { useUser, useUserChange } from './useUser.ts';

/** Ids of the holds for which the server refused to erase somebody; null where it was not for that. */
const holdsOf = (error: unknown): string[] | null => {
  if (!(error instanceof ApiProblem) || error.code !== 'erasure.held') return null;
  const { holds } = error.facts;
  return (Array.isArray(holds) ? holds : []).map((hold: { id?: unknown }) => String(hold.id));
};

/** Why somebody is not erased: what a legal hold keeps is not taken away, nor half of it. */
const HeldPerson = ({ ids, isBefore = false }: { ids: readonly string[]; isBefore?: boolean }) => {
  const text = useText();
  const maySee = useAbility<ConsoleAbility>().can('read', 'AuditHold');
  const { data = [] } = useGetMany<AuditHoldView>('log-holds', { ids: [...ids] }, { enabled: maySee });
  // Undefined where one was not found.
  const holds = data.filter((hold) => hold !== undefined);
  return (
    <div role="alert" className={styles.held}>
      <h3>
        <SenseMark sense="theirs" size={14} />
        {text('retention.heldPerson.title')}
      </h3>
      <p>{text(isBefore ? 'retention.heldPerson.before' : 'retention.heldPerson.detail')}</p>
      {holds.length > 0 && (
        <ul>
          {holds.map((hold) => (
            <li key={hold.id}>
              <KeepingHold hold={hold} />
            </li>
          ))}
        </ul>
      )}
      {maySee && <Link to={holdsAddress(ids)}>{text('retention.heldPerson.toHolds')}</Link>}
    </div>
  );
};

const explainHold = (error: unknown) => {
  const ids = holdsOf(error);
  return ids && <HeldPerson ids={ids} />;
};

/** Tells what goes and what stays, and asks for more than a click: no erasure can be taken back. */
export const EraseDialog = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const change = useUserChange();
  const { id, name, email } = useUser();
  const api = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ['users', 'erasure-holds', id],
    queryFn: ({ signal }) => api.erasureHolds(id, signal),
  });
  const keeping = data?.holds ?? [];
  const [isSure, setSure] = useState(false);
  return (
    <ReasonDialog
      title={text('users.move.erase.title', { name })}
      action={text('users.move.erase.action')}
      reason="required"
      help={text('retention.hold.reasonHelp')}
      canBeUndone={false}
      isDanger
      isReady={isSure && keeping.length === 0}
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
      {keeping.length > 0 && <HeldPerson ids={keeping.map((hold) => hold.id)} isBefore />}
      <p className={styles.after}>{text('users.move.erase.reasonStays')}</p>
      <label className={styles.sure}>
        <input
          type="checkbox"
          checked={isSure}
          disabled={keeping.length > 0}
          onChange={(event) => setSure(event.target.checked)}
        />
        <span>{text('users.move.erase.sure', { name, email })}</span>
      </label>
    </ReasonDialog>
  );
};
