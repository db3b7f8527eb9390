import type { UserView } from '@contract/users/user.contract.ts';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';

type Props = { status: UserView['status']; quiet?: boolean };

export const UserStatusPill = ({ status, quiet = false }: Props) => (
  <StatusPill sense={status === 'active' ? 'good' : 'gone'} quiet={quiet}>
    {useText()(`users.status.${status}`)}
  </StatusPill>
);
