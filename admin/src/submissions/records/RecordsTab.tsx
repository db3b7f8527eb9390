import type { RecordView } from '@contract/submissions/record.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSubmission } from '../useSubmission.ts';
import { RecordsTable } from './RecordsTable.tsx';
import styles from './RecordsTab.module.css';
import { RecordTypes } from './RecordTypes.tsx';
import { typeOfField } from './readsColumns.ts';
import { sheetTypes as types, type SheetType } from './useSheetRows.ts';

/** What the address asks for; the type of the record that it names, where it names no type. */
const useAskedType = (): SheetType | undefined => {
  const [query] = useSearchParams();
  const { id: submissionId, recordCounts, reads } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const given = types.find((type) => type === query.get('type'));
  const at = query.get('at');
  const hasOneType = types.filter((type) => recordCounts[type] > 0).length < 2;
  const isUnknown = given === undefined && at !== null && !hasOneType;
  const { data, isPending } = useQuery({
    queryKey: ['records', 'type', submissionId, at],
    queryFn: async () => {
      const found = await provider.getMany<RecordView>('records', {
        ids: [at ?? ''],
        meta: { submissionId },
      });
      return found.data[0]?.type ?? 'sample';
    },
    enabled: isUnknown,
  });
  if (given !== undefined) return given;
  if (isUnknown && isPending) return undefined;
  const named = isUnknown ? data : typeOfField(reads, query.get('field'));
  return types.find((type) => type === named) ?? types.find((type) => recordCounts[type] > 0) ?? 'sample';
};

/** All records as sheets, one for each type. */
export default function RecordsTab() {
  const text = useText();
  const { recordCounts } = useSubmission();
  const type = useAskedType();
  if (types.every((each) => recordCounts[each] === 0)) {
    return (
      <EmptyState title={text('submission.records.empty')}>
        {text('submission.records.emptyDetail')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.tab}>
      <RecordTypes type={type} />
      {type === undefined ? <RowsSkeleton rows={12} /> : <RecordsTable key={type} type={type} />}
    </div>
  );
}
