import { useNotify } from 'react-admin';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';
import type { UserMove } from './userMoves.ts';
import { useUser, useUserChange } from './useUser.ts';

type Move = Exclude<UserMove, 'roles' | 'erase'>;

/** The log has no place for a reason where sessions are ended: it is not asked for. */
const natures = {
  disable: { reason: 'required', canBeUndone: true, isDanger: true },
  enable: { reason: 'required', canBeUndone: true, isDanger: false },
  sessions: { reason: 'hidden', canBeUndone: false, isDanger: false },
} as const;

/** Asks once more before an account is disabled or enabled, or its sessions are ended. */
export const AccountDialog = ({ move, onClose }: { move: Move; onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const change = useUserChange();
  const { id, name } = useUser();
  const isSelf = useSession()?.me.id === id;
  return (
    <ReasonDialog
      {...natures[move]}
      title={text(`users.move.${move}.title`, { name })}
      action={text(`users.move.${move}.action`)}
      onConfirm={async (reason) => {
        await change((provider, shown) =>
          move === 'sessions'
            ? provider.endSessions(id)
            : provider.changeAccount({
                ...shown,
                status: move === 'disable' ? 'disabled' : 'active',
                reason,
              }),
        );
        notify(text(`users.move.${move}.done`, { name }), { type: 'success' });
      }}
      onClose={onClose}
    >
      <p>{text(`users.move.${move}.what`, { name })}</p>
      {move === 'sessions' && isSelf && <p>{text('users.move.sessions.own')}</p>}
    </ReasonDialog>
  );
};
