import type { UserView } from '@contract/users/user.contract.ts';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { ApiProblem } from '../../providers/problem.ts';
import { useUsersChanged } from '../useUser.ts';
import styles from './NewUser.module.css';
import { blank, problemsOf, refusalsOf, requestOf, type NewUser, type NewUserProblems } from './newUser.ts';
import { NewUserFields } from './NewUserFields.tsx';

/** The form's values, what is wrong with them, and the request for the account. */
const useNewUser = () => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useUsersChanged();
  const [user, setUser] = useState(blank);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());

  const own = Object.entries(problemsOf(user)).map(([field, key]) => [field, text(`users.problem.${key}`)]);
  const refused = error instanceof ApiProblem ? refusalsOf(error) : {};
  const problems: NewUserProblems = { ...refused, ...(isTried ? Object.fromEntries(own) : {}) };

  const create = async (): Promise<UserView | null> => {
    setTried(true);
    if (own.length > 0 || isBusy) return null;
    setBusy(true);
    setError(null);
    try {
      const { data } = await provider.create('users', { data: requestOf(user), meta: { idempotencyKey } });
      void changed();
      return data as UserView;
    } catch (cause) {
      setError(cause);
      return null;
    } finally {
      setBusy(false);
    }
  };
  const change = (next: NewUser) => {
    setUser(next);
    setError(null);
    setKey(crypto.randomUUID());
  };
  return { user, change, problems, isBusy, error: Object.keys(refused).length > 0 ? null : error, create };
};

/** A field itself, or the first of a group of boxes. */
const invalidField = 'input[aria-invalid="true"], fieldset[aria-invalid="true"] input';

const NewUserForm = () => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const { user, change, problems, isBusy, error, create } = useNewUser();
  const send = async () => {
    const made = await create();
    if (made === null) {
      // Once what is wrong is marked, the first of it has the focus.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(invalidField)?.focus());
      return;
    }
    notify(text('users.create.done', { name: made.name }), { type: 'success' });
    await navigate(`/users/${made.id}`);
  };
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <NewUserFields user={user} problems={problems} onChange={change} />
      {error !== null && <ErrorState isInline error={error} />}
      <div className={styles.actions}>
        <Button type="submit" variant="contained" color="primary" loading={isBusy}>
          {text('users.create.submit')}
        </Button>
        <Button component={Link} to="/users" variant="text">
          {text('parts.reason.cancel')}
        </Button>
      </div>
    </form>
  );
};

export default function NewUserPage() {
  const text = useText();
  return (
    <RequireAccess action="create" subject="User">
      <PageTitle title={text('users.begin')} />
      <div className={styles.page}>
        <NewUserForm />
      </div>
    </RequireAccess>
  );
}
