import { expect, it } from 'vitest';
import { type LogAlarm, logAlarmMail } from './log-alarm.mail.ts';

const mail = (alarm: LogAlarm) => logAlarmMail(alarm, 'log.example/audit', 'https://seqdb.example');
const place = (number: number) => ({
  kind: 'event' as const,
  id: null,
  number,
  says: 'is not as it was sealed',
});

it('names the first bad place and counts the others, of which it names some', () => {
  const many = mail({
    kind: 'damage',
    places: Array.from({ length: 30 }, (_, n) => place(n + 1)),
    unnamed: 5,
  });
  expect(many.text).toContain('First bad place: event 1: is not as it was sealed.');
  expect(many.text).toContain('34 other places are bad: event 2, ');
  expect(many.text).toContain('event 11, 24 more.');
  expect(many.text).toContain('\n\nhttps://seqdb.example/log-verification\n');
  const one = mail({ kind: 'damage', places: [place(46)], unnamed: 0 });
  expect(one.text).not.toContain('other place');
  expect(mail({ kind: 'damage', places: [place(46), place(47)], unnamed: 0 }).text).toContain(
    '1 other place is bad: event 47.',
  );
});

it('says what to do, and where more is said of it', () => {
  const head = mail({ kind: 'head', place: 'bucket', segment: 12 });
  expect(head.text).toContain('Of segment 12 of the change log log.example/audit');
  expect(head.html).toContain('href="https://seqdb.example/change-log?action=audit.publication_alarm"');
  const month = mail({ kind: 'month', says: 'the text of event x is none that the log writes' });
  expect(month.text).toContain('the text of event x is none that the log writes.');
  for (const { text, subject } of [head, month]) {
    expect(text).toContain('leave the database as it is');
    expect(subject).toMatch(/^SeqDB: /);
  }
});

it('obeys nothing that stands in a place', () => {
  const odd = { kind: 'guard' as const, id: '<b>x</b>\nBcc: y', number: null, says: 'was changed' };
  const { text, html, subject } = mail({ kind: 'damage', places: [odd], unnamed: 0 });
  expect(text).toContain('guard <b>x</b> Bcc: y: was changed.');
  expect(html).not.toContain('<b>');
  expect(subject).not.toContain('Bcc');
});
