import { escapeHtml, type Mail, oneLine } from '../../platform/mail/mail.ts';

/** What a run did, as its summary tells it. */
export type Summary = {
  outcome: 'done' | 'waiting' | 'nothing' | 'failed';
  origin: 'schedule' | 'person';
  /** As clocks in the schedule's zone showed it, `YYYY-MM-DDTHH:MM:SS`, and the zone. */
  plannedFor: { local: string; timeZone: string };
  environment: string;
  note: string | null;
  /** `isSent`: it was on its way already; a part of it may be at ENA. */
  batch: { id: string; reference: string; isSent: boolean } | null;
  submissions: readonly SummarySubmission[];
  /** What did not pass the check and was left out of the batch. */
  leftOut: readonly LeftOut[];
  /** How many more submissions there are than are listed. */
  more: number;
  publicUrl: string;
};

type LeftOut = { id: string; reference: string; title: string; message: string | null };

export type SummarySubmission = {
  id: string;
  reference: string;
  title: string;
  accepted: number;
  failed: number;
  /** Unclear or not sent yet: a person has to look. */
  open: number;
  /** What ENA said of the first record that it refused. */
  message: string | null;
};

/** A part of the mail: a heading and lines, each perhaps with a link. */
type Section = { heading: string; lines: readonly { text: string; link?: string }[] };

const records = (count: number) => (count === 1 ? '1 record' : `${count} records`);
const submissions = (count: number) => (count === 1 ? '1 submission' : `${count} submissions`);

/** All words of the summary. English for now. */
const words = {
  subject: ({ outcome, submissions: listed, more, batch }: Summary) =>
    ({
      done: `ENA: ${batch?.reference ?? ''} with ${submissions(listed.length + more)} has ended`,
      waiting: `ENA: ${batch?.reference ?? ''} waits for a person`,
      nothing: 'ENA: nothing to send',
      failed: 'ENA: the scheduled batch could not be sent',
    })[outcome],
  lead: ({ origin, plannedFor: { local, timeZone }, environment }: Summary) =>
    `${origin === 'schedule' ? 'The run planned for' : 'The run started by hand at'} ${local.replace('T', ' ').slice(0, 16)} (${timeZone}), to ENA ${environment}.`,
  nothing: 'No approved submission had anything that ENA does not have already.',
  waiting: ({ batch }: Summary) =>
    batch?.isSent
      ? 'The batch waits for a person. A part of it may have been sent.'
      : 'The batch waits for a person. Nothing of it was sent.',
  batch: 'The batch',
  went: 'What went',
  refused: 'What ENA refused',
  leftOut: 'What did not pass the check and was not sent',
  open: 'What waits for a person',
  more: (count: number) => `… and ${submissions(count)} more, in the batch`,
  accepted: (count: number) => `${records(count)} accepted`,
  failed: (count: number) => `${records(count)} refused`,
  unclear: (count: number) => `${records(count)} without a clear answer`,
};

/** The summary of a run. Titles and messages come from people and from ENA: they are text here and nothing else. */
export function summaryMail(summary: Summary): Omit<Mail, 'to'> {
  const lead = [words.lead(summary), ...notes(summary)].map(oneLine);
  const sections = sectionsOf(summary).filter(({ lines }) => lines.length > 0);
  return {
    subject: oneLine(words.subject(summary)),
    text: textOf(lead, sections),
    html: htmlOf(lead, sections),
  };
}

function notes(summary: Summary): string[] {
  const { outcome, note } = summary;
  const outcomeText = { done: [], failed: [], nothing: [words.nothing], waiting: [words.waiting(summary)] }[
    outcome
  ];
  return note === null ? outcomeText : [...outcomeText, note];
}

function sectionsOf({ batch, submissions: listed, leftOut, more, publicUrl, outcome }: Summary): Section[] {
  const link = (path: string) => new URL(path, publicUrl).href;
  const named = (
    which: (submission: SummarySubmission) => number,
    wording: (count: number) => string,
    detail: (submission: SummarySubmission) => string | null = () => null,
  ) =>
    listed
      .filter((submission) => which(submission) > 0)
      .map((submission) => ({
        text: oneLine(
          [
            `${submission.reference} ${shortened(submission.title)}: ${wording(which(submission))}`,
            detail(submission),
          ]
            .filter((part) => part !== null)
            .join('. '),
        ),
        link: link(`/submissions/${submission.id}/show`),
      }));
  const open =
    outcome === 'done' || outcome === 'failed' || batch?.isSent ? named((s) => s.open, words.unclear) : [];
  return [
    {
      heading: words.refused,
      lines: named(
        (s) => s.failed,
        words.failed,
        ({ message }) => message && shortened(message),
      ),
    },
    {
      heading: words.leftOut,
      lines: leftOut.map(({ id, reference, title, message }) => ({
        text: oneLine(
          [`${reference} ${shortened(title)}`, message && shortened(message)].filter(Boolean).join(': '),
        ),
        link: link(`/submissions/${id}/show`),
      })),
    },
    { heading: words.open, lines: open },
    { heading: words.went, lines: named((s) => s.accepted, words.accepted) },
    {
      heading: words.batch,
      lines: batch
        ? [
            { text: batch.reference, link: link(`/batches/${batch.id}/show`) },
            ...(more > 0 ? [{ text: words.more(more) }] : []),
          ]
        : [],
    },
  ];
}

const shortened = (text: string) => {
  const line = oneLine(text);
  return line.length > 300
    ? `${line
        .slice(0, 299)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`
    : line;
};

function textOf(lead: readonly string[], sections: readonly Section[]): string {
  const parts = sections.map(({ heading, lines }) =>
    [heading, ...lines.map(({ text, link }) => (link ? `- ${text}\n  ${link}` : `- ${text}`))].join('\n'),
  );
  return `${[...lead, ...parts].join('\n\n')}\n`;
}

function htmlOf(lead: readonly string[], sections: readonly Section[]): string {
  const item = ({ text, link }: Section['lines'][number]) =>
    link ? `<li><a href="${escapeHtml(link)}">${escapeHtml(text)}</a></li>` : `<li>${escapeHtml(text)}</li>`;
  const body = [
    ...lead.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...sections.map(
      ({ heading, lines }) => `<h2>${escapeHtml(heading)}</h2><ul>${lines.map(item).join('')}</ul>`,
    ),
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><body>${body.join('\n')}</body></html>`;
}
