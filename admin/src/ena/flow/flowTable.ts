import type { FlowView } from '@contract/ena/flow/flow.contract.ts';

const columns = ['waiting', 'sent', 'accepted', 'processed', 'public', 'failed'] as const;

/** The flow as a table for other programs: comma-separated (RFC 4180), a line for each day or week, the earliest first. */
export const flowTable = ({ items }: Pick<FlowView, 'items'>): string =>
  [
    ['start', ...columns].join(','),
    ...items.map((item) => [item.start, ...columns.map((column) => item[column])].join(',')),
  ]
    .map((line) => `${line}\r\n`)
    .join('');
