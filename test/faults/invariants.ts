import { batchOutcome, type ItemCounts } from '../../server/src/ena/batches/batch.state.ts';
import type { AttemptEvidence, Evidence, FileEvidence, ItemEvidence } from './evidence.ts';
import { needlessAttention } from './needless-attention.ts';

/** How often the same bytes may leave without a person, see send.service.ts. */
const mostSendings = 3;

/**
 * What must hold of a batch that nobody works on any more, whatever befell it: each object is at ENA once, what ENA
 * gave is known here and nothing else is, nothing claims a success that is none, the change log says it once, and a
 * person is asked only for what no look-up would settle.
 *
 * @returns a sentence for each violation
 */
export function violations(evidence: Evidence): string[] {
  return [
    ...evidence.items.flatMap((item) => ofItem(item, evidence)),
    ...evidence.objects.filter(({ registered }) => registered !== 1).map(registeredTwice),
    ...evidence.attempts.flatMap((attempt) => ofAttempt(attempt, evidence)),
    ...evidence.files.flatMap((file) => ofFile(file, evidence)),
    ...ofBatch(evidence),
    ...ofLog(evidence),
  ];
}

const registeredTwice = ({ type, alias, registered }: Evidence['objects'][number]) =>
  `ENA registered ${type} ${alias} ${registered} times.`;

function ofItem(item: ItemEvidence, { objects, attempts }: Evidence): string[] {
  const name = `${item.type} ${item.enaAlias} (${item.status})`;
  const atEna = objects.filter(({ type, alias }) => type === item.type && alias === item.enaAlias);
  const found: string[] = [];
  if (atEna.length > 1) found.push(`${name} is at ENA ${atEna.length} times.`);
  if (item.status === 'waiting' || item.status === 'sent') found.push(`${name} is not settled.`);
  if (item.status !== 'accepted') {
    if (item.external.length > 0)
      found.push(`${name} has ${item.external.join(', ')} without being accepted.`);
    if (item.status === 'failed' && atEna.length > 0)
      found.push(`${name} is said to have failed and is at ENA.`);
    if (!item.message) found.push(`${name} does not say why.`);
    return found;
  }
  const [object] = atEna;
  if (!object) return [...found, `${name} is said to be accepted and is not at ENA.`];
  const biosample = object.external?.type === 'biosample' ? [object.external.accession] : [];
  const given = [object.accession, ...biosample];
  if (item.external.join() !== given.join())
    found.push(`${name} is known as ${item.external.join() || 'nothing'}, and is ${given.join()}.`);
  const status = attempts.find(({ id }) => id === item.attemptId)?.status;
  if (status !== 'accepted') found.push(`${name} was carried by a request that is ${status ?? 'unknown'}.`);
  return found;
}

function ofAttempt(attempt: AttemptEvidence, evidence: Evidence): string[] {
  const { id, status, sentCount, answers, decidedBy, payloadSha256 } = attempt;
  const name = `request ${id} (${status})`;
  const found: string[] = [];
  if (status === 'intended' || status === 'queued') found.push(`${name} is open.`);
  if (sentCount > mostSendings) found.push(`${name} was sent ${sentCount} times.`);
  const arrived = evidence.arrived.filter(({ sha256 }) => sha256 === payloadSha256).length;
  if (!evidence.isRetried && arrived > sentCount)
    found.push(`${name} arrived ${arrived} times and was noted as sent ${sentCount} times.`);
  const decided = answers.find((answer) => answer.id === decidedBy)?.meaning;
  if ((status === 'accepted' || status === 'refused') && decided !== status)
    found.push(`${name} was decided by an answer that is ${decided ?? 'missing'}.`);
  if (status === 'accepted') {
    const carried = evidence.items.filter(({ attemptId }) => attemptId === id);
    if (carried.length === 0) found.push(`${name} carried nothing.`);
    if (carried.some((item) => item.status !== 'accepted')) found.push(`${name} left records unsettled.`);
  }
  const needless = status === 'attention' ? needlessAttention(attempt, evidence) : undefined;
  return needless === undefined ? found : [...found, `${name} needs a person: ${needless}`];
}

/** A run stands for its files: what ENA has of them is what was deposited, and it is known that it has them. */
function ofFile({ submissionId, path, status, md5, logged }: FileEvidence, evidence: Evidence): string[] {
  const name = `file ${path} (${status})`;
  const there = evidence.uploaded.get(path);
  const isRegistered = evidence.items.some(
    (item) => item.submissionId === submissionId && item.type === 'run' && item.status === 'accepted',
  );
  const found: string[] = [];
  if (status === 'waiting' || status === 'sending') found.push(`${name} is on its way.`);
  if (isRegistered && status !== 'sent') found.push(`${name} belongs to a run that ENA has.`);
  if (status !== 'sent') return found;
  if (there?.md5 !== md5) found.push(`${name} is at ENA with ${there?.md5 ?? 'nothing'}, and is ${md5}.`);
  if (there && there.said !== md5) found.push(`${name} has ${there.said ?? 'no checksum'} beside it.`);
  if (logged < 1 || (logged > 1 && !evidence.isRetried)) found.push(`${name} was logged ${logged} times.`);
  return found;
}

function ofBatch({ batch, items, tasks }: Evidence): string[] {
  const counts: ItemCounts = { waiting: 0, sent: 0, accepted: 0, failed: 0, attention: 0 };
  for (const { status } of items) counts[status] += 1;
  const outcome = batchOutcome(counts);
  return [
    ...(batch.status === outcome ? [] : [`the batch is ${batch.status}, its records are ${outcome}.`]),
    ...tasks
      .filter(({ state }) => state !== 'done')
      .map(({ name, state, error }) => `a task ${name} is ${state}: ${error}`),
  ];
}

function ofLog({ batch, attempts, audit }: Evidence): string[] {
  const times = (action: string, target: string) =>
    audit.find((entry) => entry.action === action && entry.targetId === target)?.count ?? 0;
  const found: string[] = [];
  const created = times('ena_batch.create', batch.id);
  if (created !== 1) found.push(`the log has the batch made ${created} times.`);
  for (const { id, status } of attempts) {
    const accepted = times('ena_attempt.accepted', id);
    if (accepted !== (status === 'accepted' ? 1 : 0))
      found.push(`the log has request ${id} (${status}) accepted ${accepted} times.`);
  }
  for (const submission of batch.submissionIds) {
    const requests = attempts.filter(
      ({ submissionId, status }) => submissionId === submission && status === 'accepted',
    ).length;
    const registered = times('submission.register_at_ena', submission);
    if (registered !== requests)
      found.push(
        `the log has submission ${submission} registered ${registered} times by ${requests} requests.`,
      );
  }
  return found;
}
