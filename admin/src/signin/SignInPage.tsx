import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useRef, useState, type ComponentProps } from 'react';
import { useLogin } from 'react-admin';
import { Navigate } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import { ApiProblem } from '../providers/problem.ts';
import { useSession } from '../providers/useSession.ts';
import { refusalOf } from './refusal.ts';
import { SequencePattern } from './SequencePattern.tsx';
import styles from './SignInPage.module.css';

type FieldProps = { id: string; label: string; problem: string | null } & ComponentProps<
  typeof OutlinedInput
>;

const Field = ({ id, label, problem, inputProps, ...input }: FieldProps) => (
  <div className={styles.field}>
    <label htmlFor={id}>{label}</label>
    <OutlinedInput
      id={id}
      name={id}
      size="small"
      error={problem !== null}
      inputProps={{ ...inputProps, 'aria-describedby': problem === null ? undefined : `${id}-problem` }}
      {...input}
    />
    {problem !== null && <p id={`${id}-problem`}>{problem}</p>}
  </div>
);

const Refusal = ({ error }: { error: unknown }) => {
  const text = useText();
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <div role="alert" className={styles.refusal}>
      {refusalOf(error, text)}
      {requestId !== null && <small>{text('signin.request', { id: requestId })}</small>}
    </div>
  );
};

const SignInForm = () => {
  const text = useText();
  const login = useLogin();
  const password = useRef<HTMLInputElement>(null);
  const [given, setGiven] = useState({ email: '', password: '' });
  const [isTried, setTried] = useState(false);
  const [isShown, setShown] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async () => {
    setTried(true);
    if (given.email.trim() === '' || given.password === '') return;
    setBusy(true);
    setError(null);
    try {
      await login({ email: given.email.trim(), password: given.password });
    } catch (refused) {
      setError(refused);
      setBusy(false);
      password.current?.select();
    }
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={styles.brand}>
        <img src="/mark.svg" alt="" />
        {text('shell.name')}
      </p>
      <div>
        <h1>{text('signin.title')}</h1>
        <p className={styles.lead}>{text('signin.lead')}</p>
      </div>
      {error !== null && <Refusal error={error} />}
      <Field
        id="email"
        label={text('signin.email')}
        type="email"
        autoComplete="username"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has no other purpose than these two fields
        autoFocus
        value={given.email}
        onChange={(event) => setGiven({ ...given, email: event.target.value })}
        problem={isTried && given.email.trim() === '' ? text('signin.emailNeeded') : null}
      />
      <Field
        id="password"
        label={text('signin.password')}
        type={isShown ? 'text' : 'password'}
        autoComplete="current-password"
        inputRef={password}
        value={given.password}
        onChange={(event) => setGiven({ ...given, password: event.target.value })}
        problem={isTried && given.password === '' ? text('signin.passwordNeeded') : null}
        endAdornment={
          <InputAdornment position="end">
            <IconButton
              edge="end"
              size="small"
              onClick={() => setShown(!isShown)}
              aria-label={text(isShown ? 'signin.hide' : 'signin.show')}
            >
              <Icon name={isShown ? 'hidden' : 'eye'} />
            </IconButton>
          </InputAdornment>
        }
      />
      <Button type="submit" variant="contained" color="primary" disabled={isBusy} sx={{ minHeight: 36 }}>
        {text(isBusy ? 'signin.submitting' : 'signin.submit')}
      </Button>
    </form>
  );
};

export const SignInPage = () => {
  // Somebody who is signed in and comes here by an old link goes on to their work.
  const [wasSignedIn] = useState(useSession() !== null);
  if (wasSignedIn) return <Navigate to="/" replace />;
  return (
    <main className={styles.page}>
      <div className={styles.side}>
        <SequencePattern />
      </div>
      <div className={styles.middle}>
        <SignInForm />
      </div>
    </main>
  );
};
