import Button from '@mui/material/Button';
import { useState } from 'react';
import { useLocale } from 'react-admin';
import { calendarDay } from '../../components/relativeTime.ts';
import { Icon } from '../../components/Icon.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { useIsEditable, useSubmission } from '../useSubmission.ts';
import { ChangeStudyDialog } from './ChangeStudyDialog.tsx';
import styles from './StudySection.module.css';

/** Characters that a heading of two lines may have to cut off on a narrow screen. */
const longTitle = 70;

/** Description, checklist and hold date of the study. */
export const StudySection = () => {
  const text = useText();
  const locale = useLocale();
  const [isChanging, setChanging] = useState(false);
  const { title, description, checklist, checklistVersion, holdDate, alias } = useSubmission();
  const change = (
    <Button size="small" startIcon={<Icon name="pencil" />} onClick={() => setChanging(true)}>
      {text('submission.study.change')}
    </Button>
  );
  return (
    <Section title={text('submission.study.title')} actions={useIsEditable() ? change : null}>
      {description === '' ? (
        <p className="faint">{text('submission.study.noDescription')}</p>
      ) : (
        <p className={styles.description} dir="auto">
          {description}
        </p>
      )}
      <Facts
        facts={[
          // The heading shows two lines of it; here it can be read to its end.
          {
            label: text('submission.field.title'),
            value: title.length > longTitle ? <bdi>{title}</bdi> : null,
          },
          {
            label: text('submission.field.checklist'),
            value: checklist && (
              <span className="mono">
                <bdi>{checklistVersion === null ? checklist : `${checklist} · ${checklistVersion}`}</bdi>
              </span>
            ),
          },
          {
            label: text('submission.field.holdDate'),
            value: holdDate === null ? text('submission.study.noHold') : calendarDay(holdDate, locale),
          },
          { label: text('submission.field.alias'), value: <bdi className="mono">{alias}</bdi> },
        ]}
      />
      {isChanging && <ChangeStudyDialog onClose={() => setChanging(false)} />}
    </Section>
  );
};
