import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSafe } from '../../platform/mail/mail.ts';
import { type Summary, summaryMail } from './summary.mail.ts';

const summary = (given: Partial<Summary> = {}): Summary => ({
  outcome: 'done',
  origin: 'schedule',
  plannedFor: { local: '2027-03-29T03:00:00', timeZone: 'Europe/Berlin' },
  environment: 'test',
  note: null,
  batch: { id: 'b1', reference: 'ENA-000007', isSent: true },
  submissions: [
    { id: 's1', reference: 'SUB-000001', title: 'Potatoes', accepted: 3, failed: 0, open: 0, message: null },
    {
      id: 's2',
      reference: 'SUB-000002',
      title: 'Beets',
      accepted: 1,
      failed: 2,
      open: 0,
      message: 'Bad taxon',
    },
    { id: 's3', reference: 'SUB-000003', title: 'Kale', accepted: 0, failed: 0, open: 1, message: null },
  ],
  leftOut: [],
  more: 0,
  publicUrl: 'https://seqdb.example.org',
  ...given,
});

it('says what went, what ENA refused and what waits for a person, with the way there', () => {
  expect(summaryMail(summary())).toEqual({
    subject: 'ENA: ENA-000007 with 3 submissions has ended',
    text: `The run planned for 2027-03-29 03:00 (Europe/Berlin), to ENA test.

What ENA refused
- SUB-000002 Beets: 2 records refused. Bad taxon
  https://seqdb.example.org/submissions/s2/show

What waits for a person
- SUB-000003 Kale: 1 record without a clear answer
  https://seqdb.example.org/submissions/s3/show

What went
- SUB-000001 Potatoes: 3 records accepted
  https://seqdb.example.org/submissions/s1/show
- SUB-000002 Beets: 1 record accepted
  https://seqdb.example.org/submissions/s2/show

The batch
- ENA-000007
  https://seqdb.example.org/batches/b1/show
`,
    html: expect.stringContaining(
      '<h2>What ENA refused</h2><ul><li><a href="https://seqdb.example.org/submissions/s2/show">',
    ),
  });
});

it('says when nothing went, and why', () => {
  const nothing = summaryMail(summary({ outcome: 'nothing', batch: null, submissions: [] }));
  expect(nothing.subject).toBe('ENA: nothing to send');
  expect(nothing.text).toContain('No approved submission had anything');
  const failed = summaryMail(
    summary({ outcome: 'failed', note: 'No Webin account is set.', batch: null, submissions: [] }),
  );
  expect(failed.text).toContain('No Webin account is set.');
});

it('shows what a run by hand left for a second person', () => {
  const { subject, text } = summaryMail(
    summary({
      outcome: 'waiting',
      origin: 'person',
      more: 4,
      batch: { id: 'b1', reference: 'ENA-000007', isSent: false },
    }),
  );
  expect(subject).toBe('ENA: ENA-000007 waits for a person');
  expect(text).toContain('started by hand');
  expect(text).toContain('and 4 submissions more');
  // What was not sent yet is not unclear.
  expect(text).not.toContain('without a clear answer');
});

it('names what did not pass the check', () => {
  const leftOut = [{ id: 's9', reference: 'SUB-000009', title: 'Rye', message: 'No country' }];
  expect(summaryMail(summary({ leftOut })).text).toContain(
    'was not sent\n- SUB-000009 Rye: No country\n  https://seqdb.example.org/submissions/s9/show',
  );
});

describe('whatever people and ENA write', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom(
      '</a></ul><script>alert(1)</script>',
      '" onmouseover="alert(1)',
      'x\r\nBcc: everybody@example.org\r\n\r\nhello',
      'x\u2028Bcc: y',
      '&lt;b&gt;',
      '😀'.repeat(200),
    ),
  );

  it('is text: no markup, no header', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, message, note) => {
        const one = { id: 's1', reference: 'SUB-000001', title, accepted: 1, failed: 1, open: 1, message };
        const leftOut = [{ id: 's2', reference: 'SUB-000002', title: message, message: title }];
        const mail = summaryMail(summary({ note, submissions: [one], leftOut }));
        assertSafe({ to: 'a@example.org', subject: mail.subject });
        const tags = [...mail.html.matchAll(/<\/?([^\s>]*)[^>]*>/g)].map((match) => match[1]);
        expect(new Set(tags)).toEqual(
          new Set(['!doctype', 'html', 'meta', 'body', 'p', 'h2', 'ul', 'li', 'a']),
        );
        const links = [...mail.html.matchAll(/<a ([^>]*)>/g)].map((match) => match[1]);
        for (const link of links) expect(link).toMatch(/^href="https:\/\/seqdb\.example\.org\/[\w/-]+"$/);
        expect(mail.text.split('\n').filter((line) => /^bcc:/i.test(line))).toEqual([]);
      }),
    );
  });
});

it.each([
  [false, 'Nothing of it was sent.'],
  [true, 'A part of it may have been sent.'],
])('says of a batch that waits whether it had been begun to be sent (%s)', (isSent, said) => {
  const batch = { id: 'b1', reference: 'ENA-000007', isSent };
  const { text } = summaryMail(summary({ outcome: 'waiting', batch, note: 'Somebody has paused it.' }));
  expect(text).toContain(said);
  expect(text).toContain('Somebody has paused it.');
  expect(text.includes('Kale: 1 record without a clear answer')).toBe(isSent);
});
