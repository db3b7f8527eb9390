import { useState } from 'react';
import { useLocale } from 'react-admin';
import { Navigate, useLocation } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { Changed } from '../components/list/ListBody.tsx';
import { FilterChips } from '../components/list/FilterChips.tsx';
import list from '../components/list/list.module.css';
import { ListTabs } from '../components/list/ListTabs.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import styles from './ChangeLog.module.css';
import { EventPanel } from './EventPanel.tsx';
import { totalOf } from './export/countWords.ts';
import { ExportDialog } from './export/ExportDialog.tsx';
import { Facets } from './facets/Facets.tsx';
import { withoutLine } from './filters/lineInAddress.ts';
import { LogFilterBar } from './filters/LogFilterBar.tsx';
import { LogActions } from './LogActions.tsx';
import { LogRows } from './LogRows.tsx';
import { Printed } from './Printed.tsx';
import { LogReach } from './retention/LogReach.tsx';
import { AlsoFor } from './search/AlsoFor.tsx';
import { NothingFound } from './search/NothingFound.tsx';
import { refusalWords } from './search/refusalWords.ts';
import { SearchLine } from './search/SearchLine.tsx';
import { TakenPeople } from './search/TakenPeople.tsx';
import { useChangeLog } from './useChangeLog.ts';

/** Everything that was done: who, what, to which record, why. An event opens beside the list. */
const ChangeLog = () => {
  const text = useText();
  const [isExporting, setExporting] = useState(false);
  const [isCounting, setCounting] = useState(false);
  const { log, filters, linkTo, views, taken } = useChangeLog();
  // A filter that the server refuses is explained beside the search line, not in place of the list.
  const refusal = refusalWords(log.error, text, useLocale());
  const hasFailed = log.error !== null && refusal === null;
  const inForce = { ...log.filters, ...log.view?.filter };
  return (
    <div className={list.frame}>
      <PageTitle
        title={text('audit.title')}
        actions={
          <LogActions
            isCounting={isCounting}
            onCount={() => setCounting(!isCounting)}
            // A filter that cannot be read selects nothing that could be exported.
            isExportable={refusal === null}
            onExport={() => setExporting(true)}
          />
        }
      />
      <ListTabs views={views} current={log.view?.key} />
      <SearchLine
        values={log.filters}
        unread={log.q}
        onSearch={(found) => log.setFilters({ ...found, q: '' })}
        refusal={refusal}
      />
      <TakenPeople values={log.filters} taken={taken} />
      <AlsoFor values={log.filters} taken={taken} />
      <LogFilterBar values={log.filters} onChange={log.setFilter} />
      <div className={styles.chips}>
        <FilterChips
          filters={filters}
          values={log.filters}
          onRemove={(name) => log.setFilter(name, '')}
          onClear={log.clearFilters}
        />
      </div>
      {isCounting && log.error === null && (
        <Facets filter={inForce} values={log.filters} onChoose={log.setFilter} />
      )}
      {log.hasChanged && <Changed onShow={log.follow} />}
      {hasFailed && <ErrorState error={log.error} onRetry={log.refetch} isInline={log.rows.length > 0} />}
      {log.isPending && <RowsSkeleton />}
      {log.rows.length > 0 && <LogRows log={log} linkTo={linkTo} />}
      {!log.isPending && log.error === null && log.rows.length === 0 && (
        <NothingFound filters={log.filters} />
      )}
      <LogReach />
      {log.rows.length > 0 && <Printed address={globalThis.location.href} />}
      <EventPanel rows={log.rows} />
      {isExporting && (
        <ExportDialog values={inForce} total={totalOf(log)} onClose={() => setExporting(false)} />
      )}
    </div>
  );
};

/**
 * Turns an address with a search line (`q`), as programs write it, into one with the filters that fields, chips and the
 * export use.
 */
const AsAddressed = () => {
  const { pathname, search } = useLocation();
  const plain = withoutLine(new URLSearchParams(search));
  return plain === null ? <ChangeLog /> : <Navigate replace to={{ pathname, search: plain.toString() }} />;
};

export default function ChangeLogPage() {
  return (
    <RequireAccess action="read" subject="AuditEvent">
      <AsAddressed />
    </RequireAccess>
  );
}
