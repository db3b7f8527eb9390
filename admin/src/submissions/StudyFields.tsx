import FormHelperText from '@mui/material/FormHelperText';
import MenuItem from '@mui/material/MenuItem';
import OutlinedInput from '@mui/material/OutlinedInput';
import Select from '@mui/material/Select';
import { useId } from 'react';
import { useGetList } from 'react-admin';
import { useText } from '../i18n/useText.ts';
import { latestHoldDate, titleAdvice, type Study, type StudyProblems } from './study.ts';
import styles from './StudyFields.module.css';

type ChecklistSummary = {
  id: string;
  accession: string;
  label: string;
  fieldCount: number;
  mandatoryCount: number;
};

type FieldProps = {
  label: string;
  help?: string | undefined;
  problem?: string | undefined;
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => React.ReactNode;
};

const Field = ({ label, help, problem, children }: FieldProps) => {
  const id = useId();
  return (
    <div className={styles.field}>
      <label id={`${id}-label`} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-help`, 'aria-invalid': problem !== undefined })}
      <FormHelperText id={`${id}-help`} error={problem !== undefined}>
        {problem ?? help ?? ''}
      </FormHelperText>
    </div>
  );
};

type Props = {
  study: Study;
  problems: StudyProblems;
  onChange: (study: Study) => void;
};

/** Title, description, checklist and hold date of a study, each with what ENA makes of it. */
export const StudyFields = ({ study, problems, onChange }: Props) => {
  const text = useText();
  const { data: checklists = [] } = useGetList<ChecklistSummary>('checklists');
  const set = (change: Partial<Study>) => onChange({ ...study, ...change });
  const isKnown = checklists.some(({ accession }) => accession === study.checklist);
  const advice = titleAdvice(study.title);
  return (
    <>
      <Field
        label={text('submission.field.title')}
        problem={problems.title}
        help={text(`submission.titleAdvice.${advice.key}`, { count: advice.length })}
      >
        {(ids) => (
          <OutlinedInput
            id={ids.id}
            error={ids['aria-invalid']}
            inputProps={{
              'aria-describedby': ids['aria-describedby'],
              'aria-invalid': ids['aria-invalid'],
              maxLength: 1000,
              dir: 'auto',
            }}
            value={study.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={text('submission.field.description')}
        problem={problems.description}
        help={text('submission.field.descriptionHelp')}
      >
        {(ids) => (
          <OutlinedInput
            id={ids.id}
            multiline
            minRows={4}
            maxRows={16}
            inputProps={{ 'aria-describedby': ids['aria-describedby'], maxLength: 10_000, dir: 'auto' }}
            value={study.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Field
          label={text('submission.field.checklist')}
          problem={problems.checklist}
          help={text('submission.field.checklistHelp')}
        >
          {(ids) => (
            <Select
              size="small"
              fullWidth
              // What takes the focus is no field of HTML: it is named by the label's id, and led to by MUI.
              labelId={`${ids.id}-label`}
              SelectDisplayProps={{ id: ids.id, 'aria-describedby': ids['aria-describedby'] }}
              value={study.checklist}
              onChange={(event) => set({ checklist: event.target.value })}
              renderValue={(value) => checklistName(value, checklists)}
            >
              {!isKnown && <MenuItem value={study.checklist}>{study.checklist}</MenuItem>}
              {checklists.map((checklist) => (
                <MenuItem
                  key={checklist.accession}
                  value={checklist.accession}
                  className={styles.option ?? ''}
                >
                  <span>{checklist.label}</span>
                  <small>
                    <span className="mono">{checklist.accession}</span>{' '}
                    {text('submission.field.mandatory', {
                      count: checklist.mandatoryCount,
                      fields: checklist.fieldCount,
                    })}
                  </small>
                </MenuItem>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={text('submission.field.holdDate')}
          problem={problems.holdDate}
          help={text('submission.field.holdDateHelp')}
        >
          {(ids) => (
            <OutlinedInput
              id={ids.id}
              type="date"
              error={ids['aria-invalid']}
              inputProps={{ 'aria-describedby': ids['aria-describedby'], max: latestHoldDate(new Date()) }}
              value={study.holdDate}
              onChange={(event) => set({ holdDate: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
};

const checklistName = (accession: string, checklists: readonly ChecklistSummary[]) => {
  const found = checklists.find((checklist) => checklist.accession === accession);
  return found === undefined ? accession : `${found.label} (${accession})`;
};
