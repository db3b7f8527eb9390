import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import { FormField } from '../../components/FormField.tsx';
import styles from './NewUser.module.css';
import { suggestedPassword } from './suggestedPassword.ts';

type Props = { value: string; problem?: string | undefined; onChange: (password: string) => void };

/** The first password: typed, or suggested and then shown, since somebody has to pass it on. */
export const PasswordField = ({ value, problem, onChange }: Props) => {
  const text = useText();
  const [isShown, setShown] = useState(false);
  return (
    <FormField label={text('users.field.password')} help={text('users.field.passwordHelp')} problem={problem}>
      {({ id, ...described }) => (
        <div className={styles.password}>
          <OutlinedInput
            id={id}
            fullWidth
            type={isShown ? 'text' : 'password'}
            error={described['aria-invalid']}
            inputProps={{ ...described, maxLength: 200, dir: 'ltr' }}
            autoComplete="new-password"
            className={isShown ? 'mono' : ''}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            endAdornment={
              <IconButton
                size="small"
                aria-label={text(isShown ? 'users.field.hide' : 'users.field.show')}
                onClick={() => setShown(!isShown)}
              >
                <Icon name={isShown ? 'hidden' : 'eye'} />
              </IconButton>
            }
          />
          <Button
            onClick={() => {
              onChange(suggestedPassword());
              setShown(true);
            }}
          >
            {text('users.field.suggest')}
          </Button>
        </div>
      )}
    </FormField>
  );
};
