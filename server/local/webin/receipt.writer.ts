import { londonDate, londonDateTime } from './london-time.ts';
import type { SandboxObject, SandboxReceipt } from './receipt.ts';

// The order of elements in real receipts.
const ORDER = ['sample', 'study', 'project'] as const;
const LISTS = { sample: 'samples', study: 'studies', project: 'projects' } as const;

/** The receipt as XML, with what real ones leave out left out. */
export function receiptXml(receipt: SandboxReceipt): string {
  const { submission, errors, infos, actions } = receipt;
  const messages = [
    ...errors.map((text) => element('ERROR', text)),
    ...infos.map((text) => element('INFO', text)),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml-stylesheet type="text/xsl" href="receipt.xsl"?>',
    `<RECEIPT${attributes({
      receiptDate: londonDateTime(new Date(receipt.date)),
      submissionFile: receipt.submissionFile,
      success: String(receipt.success),
    })}>`,
    ...ORDER.flatMap((type) => receipt.objects.filter((object) => object.type === type)).map(objectXml),
    ...(submission
      ? [`    <SUBMISSION${attributes({ accession: submission.accession, alias: submission.alias })}/>`]
      : []),
    ...(messages.length > 0
      ? ['    <MESSAGES>', ...messages.map((one) => `        ${one}`), '    </MESSAGES>']
      : []),
    ...actions.map((action) => `    ${element('ACTIONS', action)}`),
    '</RECEIPT>',
    '',
  ].join('\n');
}

/** The receipt in the JSON of Webin v2. */
export function receiptJson(receipt: SandboxReceipt): string {
  const lists = ORDER.map(
    (type) => [LISTS[type], receipt.objects.filter((object) => object.type === type)] as const,
  );
  return JSON.stringify({
    success: receipt.success,
    receiptDate: londonDateTime(new Date(receipt.date)),
    ...Object.fromEntries(
      lists.filter(([, list]) => list.length > 0).map(([key, list]) => [key, list.map(objectJson)]),
    ),
    ...(receipt.submission && { submission: withoutNull(receipt.submission) }),
    messages: {
      ...(receipt.infos.length > 0 && { info: receipt.infos }),
      ...(receipt.errors.length > 0 && { error: receipt.errors }),
    },
    actions: receipt.actions,
  });
}

function objectXml({ type, alias, accession, external, status, holdUntilDate }: SandboxObject): string {
  const name = type.toUpperCase();
  const hold = holdUntilDate && londonDate(holdUntilDate);
  const start = `    <${name}${attributes({ accession, alias, status, holdUntilDate: hold })}`;
  if (!external) return `${start}/>`;
  return `${start}>\n        <EXT_ID${attributes(external)}/>\n    </${name}>`;
}

function objectJson({ alias, accession, external, status, holdUntilDate }: SandboxObject): object {
  const hold = holdUntilDate && londonDate(holdUntilDate);
  const externalAccession = external && { id: external.accession, db: external.type };
  return withoutNull({ alias, accession, status, holdUntilDate: hold, externalAccession });
}

function withoutNull(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function attributes(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${attributeText(value)}"`))
    .join('');
}

function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

function attributeText(text: string): string {
  return escaped(text)
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
