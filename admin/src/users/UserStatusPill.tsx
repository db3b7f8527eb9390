import type { UserView } from '@contract/users/user.contract.ts';
import { useLocale } from 'react-admin';
import { calendarDay } from '../components/relativeTime.ts';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';

type Props = { user: Pick<UserView, 'status' | 'erasedAt'>; quiet?: boolean };

/** Whether the account can be used; of somebody who was erased since when, by the same day (in UTC) as in the change log. */
export const UserStatusPill = ({ user: { status, erasedAt }, quiet = false }: Props) => {
  const text = useText();
  const locale = useLocale();
  return (
    <StatusPill sense={status === 'active' ? 'good' : 'gone'} quiet={quiet}>
      {erasedAt === null
        ? text(`users.status.${status}`)
        : text('users.status.erased', { date: calendarDay(erasedAt.slice(0, 10), locale) })}
    </StatusPill>
  );
};
