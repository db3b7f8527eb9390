import { useSearchParams } from 'react-router-dom';
import { StateLinks } from '../../components/list/StateLinks.tsx';
import { useText } from '../../i18n/useText.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './RecordsTab.module.css';
import { sheetTypes, type SheetType } from './useSheetRows.ts';

/** Switches between samples, experiments, runs and analyses; with only one of them there is nothing to switch. */
export const RecordTypes = ({ type }: { type: SheetType | undefined }) => {
  const text = useText();
  const { recordCounts } = useSubmission();
  const [query] = useSearchParams();
  const shown = sheetTypes.filter((each) => recordCounts[each] > 0 || each === type);
  if (shown.length < 2) return null;
  const searchOf = (each: SheetType) => {
    const next = new URLSearchParams({ type: each });
    const findings = query.get('findings');
    if (findings !== null) next.set('findings', findings);
    return next.toString();
  };
  return (
    <StateLinks
      className={styles.types}
      label={text('submission.records.types')}
      links={shown.map((each) => ({
        key: each,
        label: text(`submission.records.type.${each}`),
        count: recordCounts[each],
        search: searchOf(each),
        isCurrent: each === type,
      }))}
    />
  );
};
