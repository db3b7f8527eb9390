import type { CreateSubmission, SubmissionView } from '@contract/submissions/submission.contract.ts';
import type { ApiProblem } from '../providers/problem.ts';

/** What a depositor writes about a study; an empty hold date is none. */
export type Study = { title: string; description: string; checklist: string; holdDate: string };
export type StudyProblems = Partial<Record<keyof Study, string>>;

export const newStudy: Study = { title: '', description: '', checklist: 'ERC000011', holdDate: '' };

export const studyOf = ({ title, description, checklist, holdDate }: SubmissionView): Study => ({
  title,
  description,
  checklist: checklist ?? newStudy.checklist,
  holdDate: holdDate ?? '',
});

export const requestOf = ({ title, description, checklist, holdDate }: Study): CreateSubmission => ({
  title: title.trim(),
  description: description.trim(),
  checklist,
  holdDate: holdDate === '' ? null : holdDate,
});

/** Titles that ENA takes: 20 to 250 characters. A draft may have any; validation says so before it is submitted. */
const least = 20;
const most = 250;

export const titleAdvice = (title: string): { key: 'none' | 'short' | 'good' | 'long'; length: number } => {
  const { length } = title.trim();
  if (length === 0) return { key: 'none', length };
  if (length < least) return { key: 'short', length };
  return { key: length > most ? 'long' : 'good', length };
};

/** ENA holds data back two years at most: the last day that may be asked for, `YYYY-MM-DD`. */
export const latestHoldDate = (today: Date): string => {
  const last = new Date(Date.UTC(today.getUTCFullYear() + 2, today.getUTCMonth(), today.getUTCDate()));
  return last.toISOString().slice(0, 10);
};

/** The fields that cannot be sent as they are; the words are keys below `submission.problem`. */
export const problemsOf = (
  { title, holdDate }: Study,
  today: Date,
): Partial<Record<keyof Study, 'title' | 'past' | 'late'>> => ({
  ...(title.trim() === '' ? { title: 'title' } : {}),
  ...(holdDate !== '' && holdDate < today.toISOString().slice(0, 10) ? { holdDate: 'past' } : {}),
  ...(holdDate > latestHoldDate(today) ? { holdDate: 'late' } : {}),
});

/** What the server says about single fields, at those fields. */
export const problemsFrom = ({ errors }: ApiProblem): StudyProblems =>
  Object.fromEntries(
    errors.filter(({ path }) => path in newStudy).map(({ path, message }) => [path, message]),
  );
