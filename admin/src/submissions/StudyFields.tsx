import MenuItem from '@mui/material/MenuItem';
import OutlinedInput from '@mui/material/OutlinedInput';
import Select from '@mui/material/Select';
import { useGetList } from 'react-admin';
import { useText } from '../i18n/useText.ts';
import { LengthField } from './LengthField.tsx';
import { latestHoldDate, type Study, type StudyProblems } from './study.ts';
import { StudyField } from './StudyField.tsx';
import styles from './StudyFields.module.css';

type ChecklistSummary = {
  id: string;
  accession: string;
  label: string;
  fieldCount: number;
  mandatoryCount: number;
};

type Props = {
  study: Study;
  problems: StudyProblems;
  /** Sending was tried: what is not right yet is said at every field. */
  isTried: boolean;
  onChange: (study: Study) => void;
};

/** Title, description, checklist and hold date of a study, each with what ENA makes of it. */
export const StudyFields = ({ study, problems, isTried, onChange }: Props) => {
  const text = useText();
  const { data: checklists = [] } = useGetList<ChecklistSummary>('checklists');
  const set = (change: Partial<Study>) => onChange({ ...study, ...change });
  const isKnown = checklists.some(({ accession }) => accession === study.checklist);
  return (
    <>
      <LengthField
        field="title"
        value={study.title}
        problem={problems.title}
        isTried={isTried}
        input={{ inputProps: { maxLength: 1000 } }}
        onChange={(title) => set({ title })}
      />
      <LengthField
        field="description"
        value={study.description}
        problem={problems.description}
        isTried={isTried}
        input={{ multiline: true, minRows: 4, maxRows: 16, inputProps: { maxLength: 10_000 } }}
        onChange={(description) => set({ description })}
      />
      <div className={styles.pair}>
        <StudyField
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
        </StudyField>
        <StudyField
          label={text('submission.field.holdDate')}
          problem={problems.holdDate}
          help={text('submission.field.holdDateHelp')}
          // The browser writes the day in the order of its own language; this cannot be misread.
          aside={study.holdDate === '' ? undefined : <span className="mono">{study.holdDate}</span>}
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
        </StudyField>
      </div>
    </>
  );
};

const checklistName = (accession: string, checklists: readonly ChecklistSummary[]) => {
  const found = checklists.find((checklist) => checklist.accession === accession);
  return found === undefined ? accession : `${found.label} (${accession})`;
};
