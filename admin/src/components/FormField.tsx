import FormHelperText from '@mui/material/FormHelperText';
import { useId } from 'react';
import styles from './FormField.module.css';

type Ids = { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
type Props = {
  label: string;
  help?: string | undefined;
  problem?: string | undefined;
  children: (ids: Ids) => React.ReactNode;
};

/** A labelled field; below it what is wrong with it, or what helps to fill it. */
export const FormField = ({ label, help, problem, children }: Props) => {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-help`, 'aria-invalid': problem !== undefined })}
      <FormHelperText id={`${id}-help`} error={problem !== undefined}>
        {problem ?? help ?? ''}
      </FormHelperText>
    </div>
  );
};
