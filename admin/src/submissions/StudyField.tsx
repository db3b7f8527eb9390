import FormHelperText from '@mui/material/FormHelperText';
import { useId } from 'react';
import styles from './StudyFields.module.css';

type Props = {
  label: string;
  help?: string | undefined;
  problem?: string | undefined;
  /** Stands across from the name: how long a text is, a day in figures. */
  aside?: React.ReactNode;
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => React.ReactNode;
};

/** A field of the study with its name above and, below, what is asked for or what is wrong. */
export const StudyField = ({ label, help, problem, aside, children }: Props) => {
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </div>
      {children({ id, 'aria-describedby': `${id}-help`, 'aria-invalid': problem !== undefined })}
      <FormHelperText id={`${id}-help`} error={problem !== undefined}>
        {problem ?? help ?? ''}
      </FormHelperText>
    </div>
  );
};
