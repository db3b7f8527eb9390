import OutlinedInput from '@mui/material/OutlinedInput';
import { useId } from 'react';
import { FormField } from '../../../components/FormField.tsx';
import { useText } from '../../../i18n/useText.ts';
import { holdKinds, isTurned, ofKind, type HoldForm } from './holdForm.ts';
import styles from './holds.module.css';
import { TargetField } from './TargetField.tsx';

type Props = { form: HoldForm; onChange: (form: HoldForm) => void };

const Kinds = ({ form, onChange }: Props) => {
  const text = useText();
  const id = useId();
  return (
    <fieldset className={styles.kinds} aria-describedby={`${id}-help`}>
      <legend>{text('retention.set.kind')}</legend>
      <div>
        {holdKinds.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name={id}
              checked={form.kind === kind}
              onChange={() => onChange(ofKind(form, kind))}
            />
            {text(`retention.hold.kind.${kind}`)}
          </label>
        ))}
      </div>
      <p id={`${id}-help`}>{text(`retention.set.kindHelp.${form.kind}`)}</p>
    </fieldset>
  );
};

const Days = ({ form, onChange }: Props) => {
  const text = useText();
  const problem = isTurned(form) ? text('retention.set.order') : undefined;
  return (
    <div className={styles.days}>
      {(['since', 'until'] as const).map((edge) => (
        <FormField
          key={edge}
          label={text(`retention.set.${edge}`)}
          help={edge === 'since' ? text('retention.set.days') : undefined}
          problem={edge === 'until' ? problem : undefined}
        >
          {({ id, ...described }) => (
            <OutlinedInput
              id={id}
              type="date"
              error={described['aria-invalid']}
              inputProps={{ ...described, max: '9999-12-31' }}
              value={form[edge]}
              onChange={(event) => onChange({ ...form, [edge]: event.target.value })}
            />
          )}
        </FormField>
      ))}
    </div>
  );
};

/** The fields that say what to hold: something or somebody to be looked up, or certain days. */
export const HoldFields = ({ form, onChange }: Props) => {
  const { kind } = form;
  return (
    <div className={styles.form}>
      <Kinds form={form} onChange={onChange} />
      {kind === 'period' ? (
        <Days form={form} onChange={onChange} />
      ) : (
        <TargetField
          key={kind}
          form={{ ...form, kind }}
          onChange={(changed) => onChange({ ...form, ...changed })}
        />
      )}
    </div>
  );
};
