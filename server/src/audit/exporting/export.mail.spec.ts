import { expect, it } from 'vitest';
import { assertSafe } from '../../platform/mail/mail.ts';
import { exportMail, sizeWords } from './export.mail.ts';

const id = '0193a5c0-0000-7000-8000-000000000001';
const common = { id, format: 'xlsx', publicUrl: 'https://seqdb.example/' } as const;

it('tells what is there, until when, and where', () => {
  const expiresAt = new Date('2026-11-28T10:00:00Z');
  const mail = exportMail({
    ...common,
    events: 1_048_574,
    matching: 2_000_000,
    bytes: 150_000_000,
    expiresAt,
  });
  assertSafe({ to: 'a@example.org', ...mail });
  expect(mail.text).toContain('1,048,574 events as XLSX, 150 MB.');
  expect(mail.text).toContain('no room for all 2,000,000 events');
  expect(mail.text).toContain('until 2026-11-28 10:00 UTC');
  expect(mail.text).toContain(`https://seqdb.example/log-exports?export=${id}`);
  const whole = exportMail({ ...common, events: 1, matching: 1, bytes: 900, expiresAt });
  expect(whole.text).toContain('1 event as XLSX, 900 bytes.');
  expect(whole.text).not.toContain('no room');
});

it('tells why there is nothing, as text', () => {
  const mail = exportMail({ ...common, error: '<b>no bucket</b>' });
  expect(mail.subject).toContain('failed');
  expect(mail.html).toContain('&lt;b&gt;no bucket&lt;/b&gt;');
});

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [43_120, '43.1 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [12_345_678, '12.3 MB'],
  [2_500_000_000, '2.5 GB'],
  [4_321e12, '4,321 TB'],
])('tells %d bytes as %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words));

it('says of a text that its size is that before compression', () => {
  const ready = { events: 172, matching: 172, bytes: 43_120, expiresAt: new Date(0) };
  const { text } = exportMail({ ...common, ...ready, format: 'csv' });
  expect(text).toContain('172 events as CSV, 43.1 kB before any compression.');
});
