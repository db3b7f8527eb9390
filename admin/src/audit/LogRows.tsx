import list from '../components/list/list.module.css';
import { ListTable } from '../components/list/ListTable.tsx';
import { Pager } from '../components/list/Pager.tsx';
import { useText } from '../i18n/useText.ts';
import { actionWords } from './actions.ts';
import { auditColumns } from './auditColumns.tsx';
import type { useChangeLog } from './useChangeLog.ts';
import { ZoneNote } from './ZoneNote.tsx';

/** A page of events, and the way to the next. */
export const LogRows = ({ log, linkTo }: Pick<ReturnType<typeof useChangeLog>, 'log' | 'linkTo'>) => {
  const text = useText();
  return (
    <div
      className={list.rows}
      aria-busy={log.isSettling}
      data-settling={log.isSettling || undefined}
      {...log.pointer}
    >
      <ZoneNote />
      <ListTable
        rows={log.rows}
        columns={auditColumns(text)}
        sort={log.sort}
        onSort={log.sortBy}
        linkTo={linkTo}
        nameOf={({ action }) => actionWords(action, text)}
        label={text('audit.title')}
      />
      <Pager list={log} />
    </div>
  );
};
