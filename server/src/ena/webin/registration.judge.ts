import { isEnaAccession, isExternalAccession } from './ena-accession.ts';
import type { JudgedRequest, MatchedObject } from './judgement.ts';
import type { MatchedReceipt } from './receipt.match.ts';
import type { Receipt } from './receipt.ts';

/**
 * What speaks against a receipt that reports success for ADD, MODIFY, VALIDATE or RECEIPT; nothing when every
 * condition holds: each requested object once, with an accession of its own type that no other has, a BioSample for
 * each new sample, the action that was asked for, and nothing else.
 */
export function registrationDoubts(
  receipt: Receipt,
  matched: MatchedReceipt,
  request: JudgedRequest,
): string[] {
  const doubts: string[] = [];
  if (receipt.success === false) doubts.push('The receipt reports failure without an error.');
  if (receipt.infos.some((info) => /\brolled back\b/.test(info))) {
    doubts.push('The receipt says that the submission was rolled back.');
  }
  // RECEIPT returns an earlier receipt with the actions of then; what a dry run lists is not known for certain.
  const { action } = request;
  const isNamed = action === 'ADD' || action === 'MODIFY';
  if (isNamed && receipt.actions.length > 0 && !receipt.actions.includes(action)) {
    doubts.push(`The receipt is for ${receipt.actions.join(', ')}, not for ${action}.`);
  }
  for (const { type, alias, accession } of matched.foreign) {
    doubts.push(`The receipt lists ${type} "${alias ?? accession}", which was not sent.`);
  }
  for (const object of matched.objects) doubts.push(...objectDoubts(object, request));
  return [...doubts, ...sharedAccessions(matched.objects)];
}

/** Statuses of what was in ENA and is no longer to be had. */
export const WITHDRAWN = /^(?:CANCELLED|(?:TEMPORARY_)?(?:SUPPRESSED|KILLED))$/;

function objectDoubts({ requested, found }: MatchedObject, { action }: JudgedRequest): string[] {
  const name = `${requested.type} "${requested.alias}"`;
  const [object, second] = found;
  if (second) return [`The receipt lists ${name} ${found.length} times.`];
  // A dry run gives no accessions and need not list objects; an accession would mean that it was no dry run.
  if (action === 'VALIDATE') {
    const isNew = object?.accession != null && object.accession !== requested.accession;
    return isNew ? [`The receipt of a dry run has an accession for ${name}.`] : [];
  }
  if (!object) return [`The receipt does not list ${name}.`];
  const { accession, externalAccessions, status } = object;
  if (action === 'ADD' && status !== null && WITHDRAWN.test(status))
    return [`The receipt says that ${name}, which was to be added, is ${status.toLowerCase()}.`];
  if (accession === null) return [`The receipt has no accession for ${name}.`];
  const doubts: string[] = [];
  if (!isEnaAccession(requested.type, accession))
    doubts.push(`${accession} is no accession of a ${requested.type} (${name}).`);
  if (action === 'MODIFY' && requested.accession && requested.accession !== accession) {
    doubts.push(`The receipt has ${accession} for ${name}, which is ${requested.accession}.`);
  }
  for (const external of externalAccessions) {
    if (isExternalAccession(external.type, external.accession)) continue;
    doubts.push(`${external.accession || 'Nothing'} is no ${external.type} accession (${name}).`);
  }
  const bioSamples = externalAccessions.filter(({ type }) => type === 'biosample').length;
  if (requested.type === 'sample' && action !== 'MODIFY' && bioSamples !== 1) {
    doubts.push(`The receipt has ${bioSamples === 0 ? 'no BioSample' : 'several BioSamples'} for ${name}.`);
  }
  return doubts;
}

/** Two objects cannot share an accession; if they do, at least one of them is not registered. */
function sharedAccessions(objects: readonly MatchedObject[]): string[] {
  const owner = new Map<string, string>();
  const doubts: string[] = [];
  for (const { requested, found } of objects) {
    const [object] = found;
    if (!object) continue;
    const name = `${requested.type} "${requested.alias}"`;
    const own = [object.accession, ...object.externalAccessions.map(({ accession }) => accession)];
    for (const accession of own) {
      if (!accession) continue;
      const other = owner.get(accession);
      if (other !== undefined) doubts.push(`${accession} is given to ${other} and to ${name}.`);
      owner.set(accession, name);
    }
  }
  return doubts;
}
