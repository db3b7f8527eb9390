import { escapeHtml, type Mail, oneLine } from '../../platform/mail/mail.ts';

/** As `namedPlace` of the verification has it. */
type Place = { kind: string; id: string | null; number: number | null };

/** What somebody has to look at who answers for the log. */
export type LogAlarm =
  | { kind: 'damage'; places: readonly (Place & { says: string })[]; unnamed: number }
  | { kind: 'head'; place: string; segment: number }
  | { kind: 'month'; says: string };

/** Bad places in one mail; the page of the verification has the others. */
const mostListed = 10;

const pages: Record<LogAlarm['kind'], string> = {
  damage: '/log-verification',
  head: '/change-log?action=audit.publication_alarm',
  month: '/log-retention',
};

const placeWords = ({ kind, id, number }: Place) =>
  [kind, number ?? id].filter((part) => part !== null).join(' ');
const many = (count: number, one: string, more: string) => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** All words of these mails. English for now. */
const words = {
  damage: 'SeqDB: the change log is damaged',
  head: 'SeqDB: a published head of the change log is another than the one that was signed',
  month: 'SeqDB: a month of the change log is damaged',
  found: (origin: string) =>
    `A verification of the change log ${origin} found that it is not as it was sealed.`,
  first: (place: string, says: string) => `First bad place: ${place}: ${says}.`,
  others: (listed: readonly string[], count: number) => {
    const rest = count - listed.length;
    const named = [...listed, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
    return `${many(count, 'other place is', 'other places are')} bad: ${named}.`;
  },
  contradicted: (origin: string, place: string, segment: number) =>
    `Of segment ${segment} of the change log ${origin}, another head lies in the ${place} for published heads than the one that was signed: either the log was rewritten, or what was published.`,
  stays: (says: string) => `No month leaves the change log any more: ${says}.`,
  todo: 'What to do: leave the database as it is, since it is the evidence, and keep its backups. Compare the log with what is kept elsewhere: published heads, the mails with heads, exports and archived months.',
  again: 'The same is told again after a week, anything else at once.',
} as const;

/** @param origin name of the log */
export function logAlarmMail(alarm: LogAlarm, origin: string, publicUrl: string): Omit<Mail, 'to'> {
  const lines = [...linesOf(alarm, origin), words.todo, words.again].map(oneLine);
  const link = new URL(pages[alarm.kind], publicUrl).href;
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return {
    subject: words[alarm.kind],
    text: `${[...lines, link].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><body>${paragraphs}\n<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p></body></html>`,
  };
}

function linesOf(alarm: LogAlarm, origin: string): string[] {
  if (alarm.kind === 'head') return [words.contradicted(origin, alarm.place, alarm.segment)];
  if (alarm.kind === 'month') return [words.stays(alarm.says)];
  const [first, ...others] = alarm.places;
  const count = others.length + alarm.unnamed;
  return [
    words.found(origin),
    ...(first ? [words.first(placeWords(first), first.says)] : []),
    ...(count > 0 ? [words.others(others.slice(0, mostListed).map(placeWords), count)] : []),
  ];
}
