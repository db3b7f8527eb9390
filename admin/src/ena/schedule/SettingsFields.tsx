import OutlinedInput from '@mui/material/OutlinedInput';
import { useText } from '../../i18n/useText.ts';
import { FormField } from '../../components/FormField.tsx';
import styles from './SchedulePage.module.css';
import type { SettingsForm } from './settingsForm.ts';

type Props = { form: SettingsForm; onChange: (changed: Partial<SettingsForm>) => void };
type TextName = Exclude<keyof SettingsForm, 'onSkipDay' | 'roles'>;
type FieldProps = Props & { name: TextName; rows?: number; type?: 'text' | 'number' };

const Field = ({ form, onChange, name, rows = 1, type = 'text' }: FieldProps) => {
  const text = useText();
  return (
    <FormField label={text(`schedule.field.${name}.label`)} help={text(`schedule.field.${name}.help`)}>
      {({ id, 'aria-describedby': describedBy }) => (
        <OutlinedInput
          id={id}
          type={type}
          value={form[name]}
          multiline={rows > 1}
          {...(rows > 1 ? { minRows: rows, maxRows: 8 } : {})}
          inputProps={{ 'aria-describedby': describedBy, spellCheck: false }}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
};

const choices = ['next-working-day', 'next-turn'] as const;
const readers = ['curator', 'admin'] as const;

const Choices = ({ form, onChange }: Props) => {
  const text = useText();
  const { roles } = form;
  return (
    <>
      <fieldset>
        <legend>{text('schedule.field.onSkipDay')}</legend>
        {choices.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="onSkipDay"
              checked={form.onSkipDay === each}
              onChange={() => onChange({ onSkipDay: each })}
            />
            {text(`schedule.onSkipDay.${each}`)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{text('schedule.field.roles')}</legend>
        {readers.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={(event) =>
                onChange({
                  roles: event.target.checked ? [...roles, role] : roles.filter((each) => each !== role),
                })
              }
            />
            {text(`words.role.${role}`)}
          </label>
        ))}
      </fieldset>
    </>
  );
};

export const SettingsFields = (props: Props) => (
  <div className={styles.form}>
    <Field {...props} name="cron" />
    <Field {...props} name="timeZone" />
    <div className={styles.pair}>
      <Field {...props} name="country" />
      <Field {...props} name="state" />
      <Field {...props} name="region" />
    </div>
    <Field {...props} name="skipDays" rows={3} />
    <Choices {...props} />
    <Field {...props} name="makeUpHours" type="number" />
    <Field {...props} name="maxSubmissions" type="number" />
    <Field {...props} name="addresses" rows={2} />
  </div>
);
