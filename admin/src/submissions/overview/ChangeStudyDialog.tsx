import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { isStale } from '../../providers/problem.ts';
import { changeStudy } from '../changeStudy.ts';
import { studyOf } from '../study.ts';
import { StudyFields } from '../StudyFields.tsx';
import { useStudyForm } from '../useStudyForm.ts';
import { useSubmission, useTakeSubmission } from '../useSubmission.ts';
import styles from './ChangeStudyDialog.module.css';
import { StudyDifference } from './StudyDifference.tsx';

/** Changes title, description, checklist or hold date of a draft; when somebody else did so first, shows the difference. */
export const ChangeStudyDialog = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  const submission = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeSubmission();
  const [base, setBase] = useState(submission);
  const { study, setStudy, problems, isTried, isBusy, error, send } = useStudyForm(studyOf(submission));
  const current = isStale(error) ? (error.facts['current'] as SubmissionView | undefined) : undefined;

  const save = (shown: SubmissionView) =>
    send(async (given) => {
      await take(await changeStudy(provider, shown, given));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="study-title">
      <DialogTitle id="study-title">{text('submission.study.changeTitle')}</DialogTitle>
      <DialogContent className={styles.form ?? ''}>
        <StudyFields study={study} problems={problems} isTried={isTried} onChange={setStudy} />
        {current !== undefined && (
          <StudyDifference before={studyOf(base)} theirs={studyOf(current)} mine={study} />
        )}
        {error !== null && current === undefined && <ErrorState isInline error={error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{text('parts.reason.cancel')}</Button>
        <Button
          variant="contained"
          color="primary"
          loading={isBusy}
          onClick={() => {
            const version = current ?? base;
            setBase(version);
            void save(version);
          }}
        >
          {text(current === undefined ? 'submission.study.save' : 'submission.stale.keepMine')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
