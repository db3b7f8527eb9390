import { escapeHtml, type Mail } from '../../platform/mail/mail.ts';
import type { AuditExportFormat } from './export.contract.ts';

/** How an export in the background ended. What was looked for stays out of mails. */
export type ExportNews = {
  id: string;
  format: AuditExportFormat;
  publicUrl: string;
} & ({ events: number; matching: number; bytes: number; expiresAt: Date } | { error: string });

const count = (events: number) => (events === 1 ? '1 event' : `${events.toLocaleString('en-GB')} events`);

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in the unit in which it has one to three digits before the point: `43.1 kB`. */
export function sizeWords(bytes: number): string {
  const at = units.findIndex((_, index) => bytes < 999.5 * 1000 ** index);
  const unit = at < 0 ? units.length - 1 : at;
  if (unit === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const size = bytes / 1000 ** unit;
  return `${size.toLocaleString('en-GB', { maximumSignificantDigits: Math.max(3, String(Math.round(size)).length) })} ${units[unit]}`;
}

/** All words of the mail. English for now. */
const words = {
  ready: 'SeqDB: your export of the change log is ready',
  failed: 'SeqDB: your export of the change log failed',
  // A workbook is compressed by itself: its size is that of the file.
  holds: (events: number, format: AuditExportFormat, bytes: number) =>
    `${count(events)} as ${format.toUpperCase()}, ${sizeWords(bytes)}${format === 'xlsx' ? '' : ' before any compression'}.`,
  short: (matching: number) =>
    `A sheet has no room for all ${count(matching)}: the rest is not in this file. CSV and JSONL hold everything.`,
  kept: (until: Date) =>
    `It is kept until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC. To download it, sign in: the page makes a link that works once, for a minute, for you alone.`,
  because: (error: string) => `It was tried several times. The last time: ${error}`,
  again: 'Ask for it again from the change log.',
};

/** The link leads to a page and not to the file: programs that look into mails would use up a link that works once. */
export function exportMail(news: ExportNews): Omit<Mail, 'to'> {
  const isReady = 'events' in news;
  const lines = isReady
    ? [
        words.holds(news.events, news.format, news.bytes),
        ...(news.events < news.matching ? [words.short(news.matching)] : []),
        words.kept(news.expiresAt),
      ]
    : [words.because(news.error), words.again];
  const link = new URL(`/log-exports?export=${news.id}`, news.publicUrl).href;
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return {
    subject: isReady ? words.ready : words.failed,
    text: `${[...lines, link].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><body>${paragraphs}\n<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p></body></html>`,
  };
}
