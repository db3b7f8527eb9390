import OutlinedInput from '@mui/material/OutlinedInput';
import { useText } from '../../../i18n/useText.ts';
import { latestHoldDate } from '../../../submissions/study.ts';
import { StudyField } from '../../../submissions/StudyField.tsx';
import styles from './umbrellaForm.module.css';
import { TextField } from './TextField.tsx';
import type { UmbrellaForm, UmbrellaProblems } from './umbrellaForm.ts';

type Props = {
  form: UmbrellaForm;
  problems: UmbrellaProblems;
  isTried: boolean;
  /** ENA was told the day with the first sending: it is fixed from then on. */
  isAtEna: boolean;
  onChange: (changed: Partial<UmbrellaForm>) => void;
};

/** Title and description, the short name, and the day until which ENA keeps it private. */
export const UmbrellaFields = ({ form, problems, isTried, isAtEna, onChange }: Props) => {
  const text = useText();
  return (
    <>
      <TextField
        field="title"
        value={form.title}
        problem={problems.title}
        isTried={isTried}
        input={{}}
        onChange={(title) => onChange({ title })}
      />
      <TextField
        field="description"
        value={form.description}
        problem={problems.description}
        isTried={isTried}
        input={{ multiline: true, minRows: 4, maxRows: 16 }}
        onChange={(description) => onChange({ description })}
      />
      <div className={styles.pair}>
        <StudyField
          label={text('umbrella.field.name')}
          problem={problems.name}
          help={text('umbrella.help.name')}
        >
          {({ id, ...described }) => (
            <OutlinedInput
              id={id}
              error={described['aria-invalid']}
              inputProps={{ ...described, maxLength: 100, dir: 'auto' }}
              autoComplete="off"
              value={form.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </StudyField>
        <StudyField
          label={text('umbrella.field.holdDate')}
          problem={problems.holdDate}
          help={text(isAtEna ? 'umbrella.help.holdTold' : 'umbrella.help.holdDate')}
          // The browser writes the day in the order of its own language; this cannot be misread.
          aside={form.holdDate === '' ? undefined : <span className="mono">{form.holdDate}</span>}
        >
          {({ id, ...described }) => (
            <OutlinedInput
              id={id}
              type="date"
              disabled={isAtEna}
              error={described['aria-invalid']}
              inputProps={{ ...described, max: latestHoldDate(new Date()) }}
              value={form.holdDate}
              onChange={(event) => onChange({ holdDate: event.target.value })}
            />
          )}
        </StudyField>
      </div>
    </>
  );
};
