import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import type { Sense } from '../../components/meaning.ts';

export const senseOfExport: Record<AuditExportView['state'], Sense> = {
  waiting: 'waiting',
  running: 'ours',
  complete: 'good',
  cut: 'doubtful',
  failed: 'bad',
  expired: 'gone',
};

/** The share that is written, 0 to 1; undefined if the total is not known. */
export const shareOf = ({
  events,
  expected,
}: Pick<AuditExportView, 'events' | 'expected'>): number | undefined =>
  expected === null || expected === 0 ? undefined : Math.min(1, events / expected);
