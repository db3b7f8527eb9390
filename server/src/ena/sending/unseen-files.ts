import { missingFile } from '../webin/error-text.ts';
import type { Judgement } from '../webin/judgement.ts';

/** All that ENA says against a request. */
export const textsOf = ({ reasons, objects }: Judgement): string[] => [
  ...reasons,
  ...objects.flatMap(({ errors }) => errors.map(({ text }) => text)),
];

/**
 * The files that ENA does not find in its upload area, when that is all it has against a request.
 *
 * @returns paths without a slash before them; none when there is anything else, too
 */
export function unseenFiles(judged: Judgement): string[] {
  if (judged.outcome !== 'refused') return [];
  const files = textsOf(judged).map(missingFile);
  return files.includes(null) ? [] : files.flatMap((file) => file?.replace(/^\/+/, '') ?? []);
}
