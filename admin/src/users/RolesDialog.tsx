import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import { RoleChoice } from './RoleChoice.tsx';
import styles from './RoleChoice.module.css';
import { rolesBetween, type Role } from './roles.ts';
import { useRoleNames } from './useRoleNames.ts';
import { useUser, useUserChange } from './useUser.ts';

/** Which sentence says what the choice does. */
const differenceKey = (gained: number, lost: number) => {
  if (gained > 0 && lost > 0) return 'users.roles.both';
  return gained > 0 ? 'users.roles.gains' : 'users.roles.loses';
};

/** Gives and takes roles; says in words what that opens and closes before it is done. */
export const RolesDialog = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const roleNames = useRoleNames();
  const change = useUserChange();
  const { name, roles: held } = useUser();
  const [roles, setRoles] = useState<Role[]>(held);
  const { gained, lost } = rolesBetween(held, roles);
  const isDifferent = gained.length + lost.length > 0;
  return (
    <ReasonDialog
      title={text('users.move.roles.title', { name })}
      action={text('users.move.roles.action')}
      reason="required"
      canBeUndone
      isReady={isDifferent && roles.length > 0}
      onConfirm={async (reason) => {
        await change((provider, shown) => provider.changeRoles({ ...shown, roles, reason }));
        notify(text('users.move.roles.done', { name, roles: roleNames(roles) }), { type: 'success' });
      }}
      onClose={onClose}
    >
      <RoleChoice
        roles={roles}
        onChange={setRoles}
        problem={roles.length === 0 ? text('users.problem.roles') : undefined}
      />
      <p role="status" className={styles.difference}>
        {isDifferent && roles.length > 0
          ? text(differenceKey(gained.length, lost.length), {
              name,
              gained: roleNames(gained),
              lost: roleNames(lost),
            })
          : text('users.roles.same')}
      </p>
    </ReasonDialog>
  );
};
