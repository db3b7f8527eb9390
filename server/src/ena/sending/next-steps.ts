import type { Judgement } from '../webin/judgement.ts';
import type { WebinError } from '../webin/webin.error.ts';

/** What a person is told to do, beside what is the matter. */
export const nextSteps = {
  account: 'Next: test the connection, correct the account, then retry.',
  request: "Next: look at ENA's answer, ask its helpdesk if that says nothing, then retry.",
  outage:
    'Next: see whether ENA is up, then retry. What it may have is looked for before anything is sent again.',
  unclear: 'Next: retry asks ENA once more; if it stays unclear, ask its helpdesk and settle it by hand.',
  taken: "Next: ask ENA's helpdesk what these records are, then settle it by hand.",
  unknown: 'Next: see whether ENA is up, then retry: the same bytes are sent once more.',
  clock:
    'Next: compare the clock of this server with the time, then retry: it is sent with the date of that day.',
} as const;

/** Of a call that ENA turned away for good, or that an outage has kept from its answer for too long. */
export function stepAfter({ failure }: WebinError): string {
  if (failure === 'auth') return nextSteps.account;
  return failure === 'refused' ? nextSteps.request : nextSteps.outage;
}

/** How ENA words it is not known: anything about a hold date and the past. */
const holdDateGone = /\bhold(?:\s|-|until).{0,60}\b(?:past|earlier|before|expired)\b/i;

/** A refusal for a reason that lies with our clock, not with the records, says so. */
export function withClockStep(judged: Judgement): Judgement {
  const reasons = judged.reasons.map((reason) =>
    holdDateGone.test(reason) ? `${reason} ${nextSteps.clock}` : reason,
  );
  return { ...judged, reasons };
}
