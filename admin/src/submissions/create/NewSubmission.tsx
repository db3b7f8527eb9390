import { useSearchParams } from 'react-router-dom';
import { PageTitle } from '../../components/PageTitle.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import styles from './NewSubmission.module.css';
import { SheetStep } from './SheetStep.tsx';
import { StudyStep } from './StudyStep.tsx';

/** First the study, which makes a draft with a reference; then the sheet, which that draft (`?draft=`) keeps whatever happens. */
const NewSubmission = () => {
  const text = useText();
  const draft = useSearchParams()[0].get('draft');
  return (
    <>
      <PageTitle title={text('submission.create.title')} />
      <div className={styles.page}>{draft === null ? <StudyStep /> : <SheetStep id={draft} />}</div>
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
