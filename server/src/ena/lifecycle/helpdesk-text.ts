import type { ReasonCategory } from '../../accessions/accession.contract.ts';

export type HelpdeskCase = {
  reference: string;
  account: string;
  environment: 'sandbox' | 'test' | 'production';
  reason: string;
  category: ReasonCategory;
  /** What is to be suppressed, with what goes with it; what ENA does not have is left out. */
  records: readonly { type: string; enaAccession: string; accession: string; title: string }[];
  /** What ENA calls the record that takes its place. */
  replacedBy: string | null;
};

/** Of thousands of runs the helpdesk wants the study. */
const mostNamed = 200;

const categories: Record<ReasonCategory, string> = {
  depositor: 'The depositor has asked for it.',
  error: 'The data were submitted in error.',
  duplicate: 'The data duplicate other records.',
  superseded: 'Newer records take their place.',
  legal: 'There are legal or ethical reasons.',
  other: '',
};

/**
 * The mail that a person sends to ENA's helpdesk, since brokers cannot suppress public data themselves (ENA
 * documentation, programmatic submission): complete, so that nobody has to ask back.
 */
export function helpdeskText(one: HelpdeskCase): string {
  const [first, ...others] = one.records;
  const service = one.environment === 'production' ? '' : ` (${one.environment} service)`;
  const named = one.records.slice(0, mostNamed);
  const left = one.records.length - named.length;
  return [
    `Subject: Suppression of ${first?.enaAccession ?? 'records'} – our reference ${one.reference}`,
    '',
    'Dear ENA helpdesk,',
    '',
    `Please suppress the following public ${others.length > 0 ? 'records' : 'record'}, submitted by our broker account ${one.account}${service}:`,
    '',
    ...named.map(({ type, enaAccession, accession, title }) => {
      const name = oneLine(title);
      return `  ${enaAccession}  ${type}, alias ${accession}${name && `: ${name}`}`;
    }),
    ...(left > 0 ? [`  and ${left} more that belong to them`] : []),
    '',
    ...[categories[one.category]].filter(Boolean),
    `Reason: ${one.reason.trim()}`,
    ...(one.replacedBy ? [`They are replaced by ${one.replacedBy}.`] : []),
    '',
    `Please quote ${one.reference} in your answer, and tell us when it is done or why it cannot be done.`,
    '',
    'Kind regards',
    '',
  ].join('\n');
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 200);
