import type { AuditEventView, AuditPage } from '@contract/audit/audit.contract.ts';
import { useLocale } from 'react-admin';
import { useLocation } from 'react-router-dom';
import type { View } from '../components/list/list.types.ts';
import { useKeysetList } from '../components/list/useKeysetList.ts';
import { useText } from '../i18n/useText.ts';
import { passingValue } from './actions.ts';
import { auditColumns } from './auditColumns.tsx';
import { logFilters } from './filters/logFilters.tsx';

const noFilter: Record<string, string> = {};

/** The log as filtered by its address, in two views: changes, and everything. */
export const useChangeLog = () => {
  const text = useText();
  const locale = useLocale();
  const { search } = useLocation();
  const asked = new URLSearchParams(search);
  const filters = logFilters(text, locale);
  const linkTo = ({ id }: AuditEventView) => {
    const query = new URLSearchParams(search);
    query.set('event', id);
    return `/change-log?${query.toString()}`;
  };
  // If the filter names actions, both views go by it.
  const hasActions = asked.has('action') || asked.has('notAction');
  const views: View[] = [
    {
      key: 'changes',
      label: text('audit.view.changes'),
      filter: hasActions ? noFilter : { notAction: passingValue },
    },
    { key: 'all', label: text('audit.view.all'), filter: noFilter },
  ];
  const log = useKeysetList<AuditEventView>({
    resource: 'change-log',
    views,
    filters,
    sort: { field: 'occurredAt', order: 'DESC' },
    perPage: 100,
    columns: auditColumns(text),
    nameOf: ({ action }) => action,
  });
  const { taken = [] } = log.page as Partial<AuditPage>;
  return { log, filters, linkTo, views, taken };
};
