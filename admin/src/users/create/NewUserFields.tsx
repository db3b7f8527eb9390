import OutlinedInput from '@mui/material/OutlinedInput';
import { useText } from '../../i18n/useText.ts';
import { RoleChoice } from '../RoleChoice.tsx';
import { FormField } from '../../components/FormField.tsx';
import type { NewUser, NewUserProblems } from './newUser.ts';
import { PasswordField } from './PasswordField.tsx';

type Props = { user: NewUser; problems: NewUserProblems; onChange: (user: NewUser) => void };

export const NewUserFields = ({ user, problems, onChange }: Props) => {
  const text = useText();
  const set = (change: Partial<NewUser>) => onChange({ ...user, ...change });
  return (
    <>
      <FormField
        label={text('users.column.name')}
        problem={problems.name}
        help={text('users.field.nameHelp')}
      >
        {({ id, ...described }) => (
          <OutlinedInput
            id={id}
            error={described['aria-invalid']}
            inputProps={{ ...described, maxLength: 200, dir: 'auto' }}
            autoComplete="off"
            value={user.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </FormField>
      <FormField
        label={text('users.field.email')}
        problem={problems.email}
        help={text('users.field.emailHelp')}
      >
        {({ id, ...described }) => (
          <OutlinedInput
            id={id}
            type="email"
            error={described['aria-invalid']}
            inputProps={{ ...described, maxLength: 254, dir: 'ltr' }}
            autoComplete="off"
            value={user.email}
            onChange={(event) => set({ email: event.target.value })}
          />
        )}
      </FormField>
      <RoleChoice roles={user.roles} problem={problems.roles} onChange={(roles) => set({ roles })} />
      <PasswordField
        value={user.password}
        problem={problems.password}
        onChange={(password) => set({ password })}
      />
    </>
  );
};
