import { useAbility } from '@casl/react';
import { RecordBody } from '../../components/RecordBody.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useIsEditable, useSubmission } from '../useSubmission.ts';
import { countAll } from '../recordsInWords.ts';
import { ContentSection } from './ContentSection.tsx';
import { DecisionNote } from './DecisionNote.tsx';
import { FindingsSummary } from './FindingsSummary.tsx';
import { SheetSection } from './SheetSection.tsx';
import { StudySection } from './StudySection.tsx';
import { SubmissionAside } from './SubmissionAside.tsx';

/** What the submission says about itself; beside it people, dates and what happened. */
export const OverviewTab = () => {
  const text = useText();
  const hasRecords = countAll(useSubmission().recordCounts) > 0;
  const isEditable = useIsEditable();
  const canReadRecords = useAbility<ConsoleAbility>().can('read', 'Record');
  return (
    <RecordBody aside={<SubmissionAside />} asideLabel={text('submission.aside')}>
      <DecisionNote />
      {/* Without a sheet, dropping one is what the page is for. */}
      {isEditable && !hasRecords && <SheetSection />}
      <StudySection />
      {canReadRecords && <ContentSection />}
      {canReadRecords && <FindingsSummary />}
      {(hasRecords || !isEditable) && <SheetSection />}
    </RecordBody>
  );
};
