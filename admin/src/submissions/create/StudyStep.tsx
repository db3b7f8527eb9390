import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import { useDataProvider } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { requestOf } from '../study.ts';
import { StudyFields } from '../StudyFields.tsx';
import { useStudyForm } from '../useStudyForm.ts';
import { useTakeSubmission } from '../useSubmission.ts';
import styles from './NewSubmission.module.css';
import { useRequestKey } from '../../providers/useRequestKey.ts';
import { useKeepStudy, useKeptStudy } from './useWrittenStudy.ts';

/** The first step: the study, of which a draft is made. The draft takes this step's place in the browser's history. */
export const StudyStep = () => {
  const text = useText();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeSubmission();
  const { study, setStudy, problems, isTried, isBusy, error, send } = useStudyForm(useKeptStudy());
  const idempotencyKey = useRequestKey(JSON.stringify(study));
  const forget = useKeepStudy(study);

  const create = () =>
    send(async (given) => {
      const { data } = await provider.create('submissions', {
        data: requestOf(given),
        meta: { idempotencyKey },
      });
      forget();
      await take(data as SubmissionView);
      void navigate(`/submissions/create?draft=${data.id}`, { replace: true });
    });
  return (
    <>
      <Section title={text('submission.create.study')}>
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
        >
          <StudyFields study={study} problems={problems} isTried={isTried} onChange={setStudy} />
          {error !== null && <ErrorState isInline error={error} />}
          <div className={styles.actions}>
            <Button type="submit" variant="contained" color="primary" loading={isBusy}>
              {text('submission.create.submit')}
            </Button>
            <Button component={Link} to="/submissions" variant="text" onClick={forget}>
              {text('parts.reason.cancel')}
            </Button>
          </div>
        </form>
      </Section>
      <Section title={text('submission.create.sheet')}>
        <p className="faint">{text('submission.create.sheetLater')}</p>
      </Section>
    </>
  );
};
