import { londonDate, londonDateTime } from './london-time.ts';
import { PLURALS } from './object-types.ts';
import type { SandboxObject, SandboxReceipt } from './receipt.ts';
import { escapedText, xmlAttributes } from './xml-text.ts';

// The order of elements in real receipts.
const ORDER = ['analysis', 'experiment', 'run', 'sample', 'study', 'project'] as const;

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
    `<RECEIPT${xmlAttributes({
      receiptDate: londonDateTime(new Date(receipt.date)),
      submissionFile: receipt.submissionFile,
      success: String(receipt.success),
    })}>`,
    ...ORDER.flatMap((type) => receipt.objects.filter((object) => object.type === type)).map(objectXml),
    ...(submission
      ? [`    <SUBMISSION${xmlAttributes({ accession: submission.accession, alias: submission.alias })}/>`]
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
    (type) => [PLURALS[type], receipt.objects.filter((object) => object.type === type)] as const,
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
    actions: receipt.actions.filter((action) => action !== ''),
  });
}

function objectXml({ type, alias, accession, external, status, holdUntilDate }: SandboxObject): string {
  const name = type.toUpperCase();
  const hold = holdUntilDate && status !== 'PUBLIC' ? londonDate(holdUntilDate) : null;
  const start = `    <${name}${xmlAttributes({ accession, alias, status, holdUntilDate: hold })}`;
  if (!external) return `${start}/>`;
  return `${start}>\n        <EXT_ID${xmlAttributes(external)}/>\n    </${name}>`;
}

function objectJson({ alias, accession, external, status, holdUntilDate }: SandboxObject): object {
  const hold = holdUntilDate && status !== 'PUBLIC' ? londonDate(holdUntilDate) : null;
  const externalAccession = external && { id: external.accession, db: external.type };
  return withoutNull({ alias, accession, status, holdUntilDate: hold, externalAccession });
}

function withoutNull(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function element(name: string, text: string): string {
  return text === '' ? `<${name}/>` : `<${name}>${escapedText(text)}</${name}>`;
}
