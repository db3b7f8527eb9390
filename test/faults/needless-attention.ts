import type { AttemptEvidence, Evidence } from './evidence.ts';

const mostUnclear = 3;
const mostSendings = 3;

/**
 * Whether a look-up would have settled what a person was asked for. It could not when ENA was unclear three times in a
 * row, by our alias, or by its own id while it knew nothing by our alias; when it did not know the bytes after they had
 * left three times, and really does not; or when it has records under these aliases that came from elsewhere.
 *
 * @returns undefined when a person was needed
 */
export function needlessAttention(attempt: AttemptEvidence, evidence: Evidence): string | undefined {
  const lookUps = attempt.answers.filter(({ asked }) => asked === 'receipt');
  const polls = attempt.answers.filter(({ asked }) => asked === 'poll');
  if (areUnclear(lookUps)) return undefined;
  const aliases = new Set(
    evidence.items.filter(({ attemptId }) => attemptId === attempt.id).map(({ enaAlias }) => enaAlias),
  );
  const atEna = evidence.objects.filter(({ alias }) => aliases.has(alias));
  const isUnknown = lookUps.at(-1)?.meaning === 'unknown';
  if (isUnknown && areUnclear(polls) && atEna.length === 0) return undefined;
  if (atEna.length > 0 && atEna.length < aliases.size && isUnknown) return undefined;
  const said = `ENA said ${attempt.answers.map(({ asked, meaning }) => `${asked}: ${meaning}`).join(', ')}`;
  if (atEna.length > 0) return `ENA has all of it. ${said}; ${attempt.messages.join(' ')}`;
  if (isUnknown && attempt.sentCount >= mostSendings) return undefined;
  return `ENA does not have it. ${said}; ${attempt.messages.join(' ')}`;
}

const areUnclear = (answers: AttemptEvidence['answers']) =>
  answers.length >= mostUnclear && answers.slice(-mostUnclear).every(({ meaning }) => meaning === 'unclear');
