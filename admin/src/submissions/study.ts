import type { CreateSubmission, SubmissionView } from '@contract/submissions/submission.contract.ts';
import { characters, projectLengths } from '@contract/validation/study-text.contract.ts';
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

/** How a text stands to the lengths that ENA takes; `off` is by how many characters it is too short or too long. */
export type LengthAdvice = {
  key: 'none' | 'short' | 'good' | 'long';
  length: number;
  off: number;
  min: number;
  max: number;
};

/** Counted as the server counts. A draft may have any length; it cannot be submitted before the length is right. */
export const lengthAdvice = (field: 'title' | 'description', text: string): LengthAdvice => {
  const { min, max } = projectLengths[field];
  const length = characters(text.trim());
  const given = { length, min, max };
  if (length === 0) return { ...given, key: 'none', off: min };
  if (length < min) return { ...given, key: 'short', off: min - length };
  if (length > max) return { ...given, key: 'long', off: length - max };
  return { ...given, key: 'good', off: 0 };
};

/** ENA holds data back two years at most: the last day that may be asked for, `YYYY-MM-DD`. */
export const latestHoldDate = (today: Date): string => {
  const day = today.toISOString().slice(5, 10);
  // Two years after a leap day there is none: the day before March, as the server has it.
  return `${today.getUTCFullYear() + 2}-${day === '02-29' ? '02-28' : day}`;
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
