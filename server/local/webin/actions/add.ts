import { holdOf } from '../hold.ts';
import { contentErrors, existsAlready, fileErrors, missingCenter, repeatedAliases } from '../object-rules.ts';
import type { SandboxObject } from '../receipt.ts';
import { Resolver } from '../resolver.ts';
import type { SubmittedObject } from '../submitted.ts';
import type { Order, Outcome } from './order.ts';
import { registerObjects } from './register.ts';

const HELD = 'All objects in this submission are set to private status (HOLD).';

/** Registers everything or nothing; with VALIDATE only says what would come of it. */
export function add(order: Order): Outcome {
  const { sandbox, submitted, actions, now } = order;
  const { objects, alias } = submitted;
  const hold = holdOf(actions, now);
  const existing = sandbox.store.submissions.find(alias);
  const resolver = new Resolver(sandbox.store, objects, sandbox.settings.current.publicElsewhere);
  const errors = [
    ...('error' in hold ? [hold.error] : []),
    ...(existing?.alias === alias ? [existsAlready('submission', alias, existing.accession)] : []),
    ...objectErrors(order, resolver),
    ...repeatedAliases(objects),
  ];
  if (errors.length > 0 || 'error' in hold) return { errors, objects: objects.map(echoed), submission: null };
  const infos = hold.isHeld ? [HELD] : [];
  if (actions.some(({ type }) => type === 'VALIDATE')) return { errors: [], infos, submission: null };
  const submission = order.submissionId ?? sandbox.store.accessions.next('submission');
  sandbox.store.submissions.add({
    accession: submission,
    alias,
    receivedAt: now.toISOString(),
    actions: actions.map(({ type }) => type),
  });
  return {
    errors: [],
    infos,
    objects: registerObjects(order, resolver, submission, hold.until),
    submission,
  };
}

function objectErrors({ sandbox, submitted, centerName }: Order, resolver: Resolver): string[] {
  const { isBroker, mandatoryFields } = sandbox.settings.current;
  return submitted.objects.flatMap((object) => {
    const { type, alias } = object;
    if (alias === '') return [`In ${type}, alias: "". Missing alias.`];
    const existing = sandbox.store.objects.byAlias(type, alias);
    if (existing) return [existsAlready(type, alias, existing.accession)];
    return [
      ...(isBroker && !object.centerName && !centerName ? [missingCenter(object)] : []),
      ...contentErrors(object, resolver, mandatoryFields),
      ...fileErrors(object, sandbox.area),
    ];
  });
}

/** Webin repeats what it refused, without accession. */
export function echoed({ type, alias, title }: SubmittedObject): SandboxObject {
  return { type, alias, title, accession: null, external: null, status: 'PRIVATE', holdUntilDate: null };
}
