import { error, quoted, warning, type Issue } from '../issue.ts';
import { instruments, platformOf } from '../vocabularies/instruments.contract.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';
import { termIssue } from './term.rule.ts';

/** Longer fragments than any paired library has. */
const longestInsert = 100_000;

/** The length of a library's fragments, in bases; only paired reads have one. */
export function insertSizeIssue(size: number | string | null, layout: string): Issue | undefined {
  if (size === null || size === '') return undefined;
  if (typeof size === 'string') return unreadableInsert(size);
  if (!Number.isInteger(size) || size < 1)
    return error('insert_size.form', `An insert size is a whole number of bases, not ${size}.`);
  if (layout === 'SINGLE')
    return warning(
      'insert_size.single',
      'Single reads have no insert size: it is not sent to ENA. Is the library paired?',
      '',
    );
  if (size > longestInsert)
    return warning('insert_size.range', `An insert size of ${size} bases is longer than any library has.`);
  return undefined;
}

function unreadableInsert(size: string): Issue {
  const number = /^\s*~?\s*(\d{1,7})(?:\.0+)?\s*(?:bp|nt|bases)?\s*$/i.exec(size)?.[1];
  if (number !== undefined)
    return error('insert_size.form', `${quoted(size)} has to be a plain number of bases.`, number);
  const isNothing = /^\s*(?:none|na|n\/a|nan|null|-|not \w+|unknown|missing)\s*$/i.test(size);
  return error(
    'insert_size.form',
    `${quoted(size)} is no insert size: a whole number of bases${isNothing ? ', or nothing where it is not known' : ''}.`,
    isNothing ? '' : null,
  );
}

/** @returns issues of the platform, then of the model; a platform that follows from the model need not be given */
export function instrumentIssues(
  platform: string,
  model: string,
): { platform: Issue | undefined; model: Issue | undefined } {
  const ofModel = termIssue(model, 'instrument model', vocabularies.model);
  if (platform.trim() === '') {
    const isKnown = ofModel === undefined && platformOf(model) === undefined;
    return { model: ofModel, platform: isKnown ? platformMissing : undefined };
  }
  const ofPlatform = termIssue(platform, 'platform', vocabularies.platform);
  if (ofPlatform || ofModel) return { platform: ofPlatform, model: ofModel };
  if (instruments[platform]?.includes(model)) return { platform: undefined, model: undefined };
  return { platform: mismatch(platform, model), model: undefined };
}

const platformMissing = error(
  'platform.required',
  'The platform is missing: it does not follow from an instrument model that is not specified.',
);

function mismatch(platform: string, model: string): Issue {
  const right = platformOf(model);
  const message = `${quoted(model)} is no instrument of ${platform}${right ? `, but of ${right}` : ''}.`;
  return error('instrument.platform', message, right ?? null);
}
