import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ListTable } from '../components/list/ListTable.tsx';
import type { Text } from '../i18n/useText.ts';
import { auditColumns } from './auditColumns.tsx';
import { zoneWords } from './logTime.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');

it('names the zone of the times: the reader’s on the screen, the log’s on paper', () => {
  const sort = { field: 'occurredAt', order: 'DESC' } as const;
  const nameOf = ({ action }: AuditEventView) => action;
  for (const sorting of [{}, { sort, onSort: () => undefined }]) {
    const head = renderToStaticMarkup(
      <ListTable rows={[]} columns={auditColumns(text)} nameOf={nameOf} label="x" {...sorting} />,
    );
    expect(head).toContain(`<span class="screen-only">audit.column.whenIn ${zoneWords()}</span>`);
    expect(head).toContain('<span class="print-only">audit.column.whenIn UTC</span>');
    expect(head.split('print-only')).toHaveLength(2);
  }
});
