import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import { bytesInWords } from '../../components/bytesInWords.ts';
import { Identifier } from '../../components/Identifier.tsx';
import type { Column } from '../../components/list/list.types.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import type { Text } from '../../i18n/useText.ts';
import { ExportState } from './ExportState.tsx';
import { ExportTaking } from './ExportTaking.tsx';
import { ExportWhat } from './ExportWhat.tsx';

export const exportColumns = (text: Text, locale: string): Column<AuditExportView>[] => [
  {
    key: 'what',
    label: text('logExports.column.what'),
    isLead: true,
    render: (row) => <ExportWhat row={row} />,
  },
  {
    key: 'state',
    label: text('logExports.column.state'),
    width: '11rem',
    render: (row) => <ExportState row={row} />,
  },
  {
    key: 'asked',
    label: text('logExports.column.asked'),
    width: '8rem',
    sortBy: 'requestedAt',
    render: ({ requestedAt }) => <RelativeTime value={requestedAt} />,
  },
  {
    key: 'size',
    label: text('logExports.column.size'),
    width: '6rem',
    align: 'end',
    onCard: 'hidden',
    render: ({ bytes }) => (bytes === null || bytes === 0 ? '' : bytesInWords(bytes, locale)),
  },
  {
    key: 'hash',
    label: text('logExports.column.hash'),
    width: '8rem',
    onCard: 'hidden',
    render: ({ sha256, compression }) =>
      sha256 !== null && (
        <span title={compression === null ? undefined : text('logExports.hashOfContent')}>
          <Identifier value={sha256} short={10} />
        </span>
      ),
  },
  {
    key: 'take',
    label: text('logExports.column.take'),
    width: '14rem',
    render: (row) => <ExportTaking row={row} />,
  },
];
