import type { AuditExportFormat } from './export.contract.ts';

const types: Record<AuditExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

type Compression = 'gzip' | null | undefined;

/** A compressed file has a content type of its own, and not a content encoding: browsers must not unpack it. */
export const contentTypeOf = (format: AuditExportFormat, compression: Compression): string =>
  compression === 'gzip' ? 'application/gzip' : types[format];

/** @param what e.g. the moment `20261121T170000Z`, or a period */
export const fileNameOf = (what: string, format: AuditExportFormat, compression: Compression): string =>
  `seqdb-change-log-${what}.${format}${compression === 'gzip' ? '.gz' : ''}`;

export const momentInName = (moment: Date): string =>
  `${moment.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

export const attachment = (fileName: string): string => `attachment; filename="${fileName}"`;
