import { useSearchParams } from 'react-router-dom';
import { FilterChips } from '../../components/list/FilterChips.tsx';
import { FilterMenu } from '../../components/list/FilterMenu.tsx';
import list from '../../components/list/list.module.css';
import { changeQuery } from '../../components/list/listState.ts';
import { SearchField } from '../../components/list/SearchField.tsx';
import { useText } from '../../i18n/useText.ts';
import { DownloadButton } from '../DownloadButton.tsx';
import { findingsFilter } from '../findingsFilter.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './RecordsToolbar.module.css';
import type { SheetType } from './useSheetRows.ts';

type Props = { type: SheetType; total: number; isPending: boolean };

/** Search and filter of the records, how many there are, and a way to take them along. */
export const RecordsToolbar = ({ type, total, isPending }: Props) => {
  const text = useText();
  const { id, reference } = useSubmission();
  const [query, setQuery] = useSearchParams();
  const change = (changed: Record<string, string | null>) =>
    setQuery(changeQuery(query, { at: null, field: null, ...changed }));
  const filters = [findingsFilter(text)];
  const values: Record<string, string> = {};
  const findings = query.get('findings');
  if (findings) values['findings'] = findings;
  return (
    <div className={list.tools}>
      <SearchField
        value={query.get('q') ?? ''}
        label={text('submission.records.search')}
        onSearch={(q) => change({ q })}
      />
      <FilterMenu filters={filters} values={values} onChange={(name, value) => change({ [name]: value })} />
      <FilterChips
        filters={filters}
        values={values}
        onRemove={(name) => change({ [name]: null })}
        onClear={() => change({ q: null, findings: null })}
      />
      <p className={styles.count} role="status">
        {isPending ? '' : text(`submission.records.of.${type}`, { count: total })}
      </p>
      <DownloadButton path={`/submissions/${id}/records.tsv?type=${type}`} name={`${reference}.tsv`}>
        {text('sheets.export')}
      </DownloadButton>
    </div>
  );
};
