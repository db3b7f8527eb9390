import { Link } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';

export const NotFoundPage = () => {
  const text = useText();
  return (
    <EmptyState
      title={text('shell.notFound.title')}
      action={<Link to="/">{text('shell.notFound.back')}</Link>}
    >
      {text('shell.notFound.detail')}
    </EmptyState>
  );
};

export const AccessDeniedPage = () => {
  const text = useText();
  const roles = useSession()?.me.roles ?? [];
  return (
    <EmptyState title={text('shell.denied.title')}>
      {text('shell.denied.detail', { roles: roles.map((role) => text(`words.role.${role}`)).join(', ') })}
    </EmptyState>
  );
};
