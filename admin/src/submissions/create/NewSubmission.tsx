import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { SheetUpload } from '../SheetUpload.tsx';
import { newStudy, requestOf } from '../study.ts';
import { StudyFields } from '../StudyFields.tsx';
import { useStudyForm } from '../useStudyForm.ts';
import { useTakeSubmission } from '../useSubmission.ts';
import styles from './NewSubmission.module.css';
import { useRequestKey } from './useRequestKey.ts';

/** First the study, which makes a draft with a reference; then the sheet, which that draft keeps whatever happens. */
const NewSubmission = () => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeSubmission();
  const { study, setStudy, problems, isBusy, error, send } = useStudyForm(newStudy);
  const idempotencyKey = useRequestKey(JSON.stringify(study));
  const [made, setMade] = useState<SubmissionView | null>(null);

  const create = () =>
    send(async (given) => {
      const { data } = await provider.create('submissions', {
        data: requestOf(given),
        meta: { idempotencyKey },
      });
      setMade(data as SubmissionView);
      await take(data as SubmissionView);
    });
  const onSheet = (next: SubmissionView) => {
    void take(next);
    notify(text('submission.create.read', { count: next.sampleCount, reference: next.reference }), {
      type: 'success',
    });
    void navigate(`/submissions/${next.id}${next.errorCount > 0 ? '/findings' : ''}`);
  };
  return (
    <>
      <PageTitle title={text('submission.create.title')} />
      <div className={styles.page}>
        <Section title={text('submission.create.study')}>
          {made === null ? (
            <form
              className={styles.form}
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                void create();
              }}
            >
              <StudyFields study={study} problems={problems} onChange={setStudy} />
              {error !== null && <ErrorState isInline error={error} />}
              <div className={styles.actions}>
                <Button type="submit" variant="contained" color="primary" loading={isBusy}>
                  {text('submission.create.submit')}
                </Button>
                <Button component={Link} to="/submissions" variant="text">
                  {text('parts.reason.cancel')}
                </Button>
              </div>
            </form>
          ) : (
            <p role="status">
              {text('submission.create.made', { title: made.title, reference: made.reference })}
            </p>
          )}
        </Section>
        <Section title={text('submission.create.sheet')}>
          {made === null ? (
            <p className="faint">{text('submission.create.sheetLater')}</p>
          ) : (
            <>
              <SheetUpload submission={made} replaces={0} onDone={onSheet} />
              <Link to={`/submissions/${made.id}`}>{text('submission.create.without')}</Link>
            </>
          )}
        </Section>
      </div>
    </>
  );
};

export default function NewSubmissionPage() {
  return (
    <RequireAccess action="create" subject="Submission">
      <NewSubmission />
    </RequireAccess>
  );
}
