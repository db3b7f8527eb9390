import type { AccessionKind, AccessionStatus } from '../../accessions/accession.contract.ts';
import type { AccessionRequestKind } from './request.contract.ts';

/** A record of a family: a project with everything that may go with it. */
export type Relative = {
  accession: string;
  kind: AccessionKind;
  status: AccessionStatus;
  submissionId: string;
  /** What ENA calls it in the environment at hand; null when ENA does not have it. */
  enaAccession: string | null;
  /** Accessions here of the project that an experiment or analysis belongs to, and of the experiment of a run. */
  parent: string | null;
};

/** What is named to ENA, and what goes with it by ENA's rules. */
export type Coverage<R extends Relative = Relative> = { targets: R[]; followers: R[] };

export type Objection = { code: string; message: string; accessions: string[] };

/**
 * What a request covers (ENA documentation, programmatic submission):
 *
 * - CANCEL takes a study's experiments and analyses along, and an experiment's runs; a suppression by the helpdesk is
 *   asked for the same. Samples stay: others may refer to them.
 * - HOLD and RELEASE concern what has a day of its own: projects and samples. Experiments, runs and analyses are public
 *   with their study. What is done to the project is done to the samples deposited with it, or they would come out on
 *   another day than the study they belong to.
 *
 * @param record the record the request is about
 * @param family everything that refers to it, and what was deposited with it
 */
export function coverageOf<R extends Relative>(
  kind: AccessionRequestKind,
  record: R,
  family: readonly R[],
): Coverage<R> {
  const below = descendantsOf(record, family).filter(({ status }) => status !== 'withdrawn');
  if (kind === 'cancel' || kind === 'suppress') return named(record, below);
  if (record.kind !== 'project') return { targets: [record], followers: [] };
  const samples = family.filter(
    (one) =>
      one.kind === 'sample' && one.submissionId === record.submissionId && one.status === record.status,
  );
  return { targets: [record, ...samples], followers: below.filter(({ status }) => status === record.status) };
}

/** What ENA has although it does not have what it follows has to be named itself. */
function named<R extends Relative>(record: R, below: readonly R[]): Coverage<R> {
  const atEna = new Set([record, ...below].flatMap((one) => (one.enaAccession ? [one.accession] : [])));
  const isAlone = ({ enaAccession, parent }: R) => enaAccession !== null && !atEna.has(parent ?? '');
  return { targets: [record, ...below.filter(isAlone)], followers: below.filter((one) => !isAlone(one)) };
}

/** What refers to a record, and what refers to that, each once and after what it refers to. */
export function descendantsOf<R extends Relative>(record: R, family: readonly R[]): R[] {
  const children = new Map<string, R[]>();
  for (const one of family) {
    if (one.parent === null) continue;
    const siblings = children.get(one.parent);
    if (siblings) siblings.push(one);
    else children.set(one.parent, [one]);
  }
  const found = new Map<string, R>();
  const open = [record];
  for (const one of open) {
    for (const child of children.get(one.accession) ?? []) {
      if (found.has(child.accession) || child.accession === record.accession) continue;
      found.set(child.accession, child);
      open.push(child);
    }
  }
  return [...found.values()];
}

/** What a record must be for each kind of request. */
const needs: Record<AccessionRequestKind, { status: AccessionStatus; otherwise: string }> = {
  hold: {
    status: 'private',
    otherwise: 'Only what is private can be held; ENA never takes back what is public.',
  },
  release: { status: 'private', otherwise: 'Only what is private can be released.' },
  cancel: {
    status: 'private',
    otherwise: 'ENA cancels private records only. What is public can be suppressed, by its helpdesk.',
  },
  suppress: {
    status: 'public',
    otherwise: 'Only what is public is suppressed; what is private can be withdrawn.',
  },
};

/** Why a request cannot be made, before ENA is asked; undefined when nothing stands against it. */
export function objectionTo(
  kind: AccessionRequestKind,
  record: Relative,
  { targets, followers }: Coverage,
): Objection | undefined {
  const { status, otherwise } = needs[kind];
  if (record.status !== status)
    return {
      code: `not_${status}`,
      message: `${record.accession} is ${record.status}. ${otherwise}`,
      accessions: [record.accession],
    };
  const hasOwnDay = record.kind === 'project' || record.kind === 'sample';
  if ((kind === 'hold' || kind === 'release') && !hasOwnDay)
    return {
      code: 'follows_project',
      message: `${record.accession} becomes public with its project, which can be held or released.`,
      accessions: [record.accession],
    };
  const other = [...targets, ...followers].filter((one) => kind === 'cancel' && one.status !== 'private');
  if (other.length === 0) return undefined;
  const accessions = other.map(({ accession }) => accession);
  return {
    code: 'descendant_public',
    message: `${accessions.length} of what goes with it is not private, so ENA would not cancel it: ${accessions.slice(0, 5).join(', ')}.`,
    accessions,
  };
}

/**
 * Why a day cannot be a hold date (ENA documentation: at most two years ahead).
 *
 * @param today `YYYY-MM-DD`
 */
export function dayObjection(holdDate: string, today: string): string | undefined {
  if (holdDate <= today) return 'The day has to be after today: to make it public now, release it.';
  if (holdDate > twoYearsAfter(today)) return 'ENA holds nothing longer than two years.';
  return undefined;
}

/** The 29th of February has no day of its own two years later. */
const twoYearsAfter = (today: string): string =>
  `${Number(today.slice(0, 4)) + 2}${today.slice(4).replace('-02-29', '-02-28')}`;
