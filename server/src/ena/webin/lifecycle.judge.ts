import type { JudgedRequest, RequestedObject } from './judgement.ts';
import type { MatchedReceipt } from './receipt.match.ts';
import type { Receipt } from './receipt.ts';

// The status word of `project accession "PRJEB…" is set to public status.`, per action. The word for HOLD is not
// known from a real receipt; SUPPRESS and KILL may be temporary.
const EXPECTED_STATUS: Readonly<Record<string, RegExp>> = {
  RELEASE: /^public$/,
  CANCEL: /^cancelled$/,
  HOLD: /^(?:private|hold|held)$/,
  SUPPRESS: /suppressed$/,
  KILL: /killed$/,
};

const STATUS_MESSAGE = /\baccession "([^"]+)" is set to (\w+) status\b/;

/**
 * What speaks against the success of an action on objects that ENA has. Such receipts list no objects, may have an
 * empty action and were seen with success="true" (production, v1) and success="false" (test service, v2): what counts
 * is a message for each object, and no error.
 */
export function lifecycleDoubts(receipt: Receipt, matched: MatchedReceipt, request: JudgedRequest): string[] {
  const { action } = request;
  const doubts: string[] = [];
  if (receipt.actions.length > 0 && !receipt.actions.includes(action)) {
    doubts.push(`The receipt is for ${receipt.actions.join(', ')}, not for ${action}.`);
  }
  const confirmed = confirmedAccessions(receipt, action);
  for (const { requested, found } of matched.objects) {
    if (confirmed.has(requested.accession ?? requested.alias)) continue;
    if (action === 'HOLD' && receipt.success === true) {
      if (isHeld(found, request) || isHoldTold(receipt, requested, request)) continue;
    }
    doubts.push(`The receipt does not confirm ${action} of ${nameOf(requested)}.`);
  }
  return doubts;
}

function confirmedAccessions(receipt: Receipt, action: string): Set<string> {
  const confirmed = new Set<string>();
  for (const info of receipt.infos) {
    const [, accession, status] = STATUS_MESSAGE.exec(info) ?? [];
    if (accession && EXPECTED_STATUS[action]?.test(status?.toLowerCase() ?? '')) confirmed.add(accession);
  }
  return confirmed;
}

/** HOLD may be confirmed by the object itself, private and with the date that was asked for. */
function isHeld(
  found: MatchedReceipt['objects'][number]['found'],
  { holdUntilDate }: JudgedRequest,
): boolean {
  const [object, second] = found;
  if (!object || second || object.status !== 'PRIVATE') return false;
  return holdUntilDate !== undefined && object.holdUntilDate === holdUntilDate;
}

/** Or by a message that names the object and the date, whichever way round: its words are not known. */
function isHoldTold(
  { infos }: Receipt,
  { accession }: RequestedObject,
  { holdUntilDate }: JudgedRequest,
): boolean {
  if (!accession || !holdUntilDate) return false;
  const dates = [holdUntilDate, holdUntilDate.split('-').toReversed().join('-')];
  return infos.some((info) => info.includes(`"${accession}"`) && dates.some((date) => info.includes(date)));
}

function nameOf({ type, alias, accession }: RequestedObject): string {
  return `${type} ${accession ?? `"${alias}"`}`;
}
