// What may be wrong with the change log as a service, and what weakens its proof: a code each, which stays what it is, and
// what it says in English. `%{name}` is a parameter; `||||` parts one from several, by `count`. The console has words of
// its own for each.
import type { ReasonView } from './runs/reason.contract.ts';

/** Somebody has to look after it. */
export const troubleSentences = {
  seal_refused: 'nothing is sealed, for the log does not end with a head that its key signed',
  seal_behind: 'events wait to be sealed for more than a minute',
  head_contradicted: 'another head than the one that was signed lies in the %{place} (segment %{segment})',
  heads_failing: 'signed heads do not reach the %{place}',
  heads_late: 'signed heads have stopped reaching the %{place}, and no failed try says why',
  log_damaged: 'the last verification found the log damaged',
  run_untold: 'a verification reads as ended as no event of the log says',
  log_unverified: 'no verification has passed for %{hours} hours',
  heads_uncompared: 'the last verification compared the log with no published head: %{why}',
  archives_unseen: 'the last verification did not find out whether the archived months are there: %{why}',
  schedule_no_bucket: 'scheduled exports are on and have no bucket (AUDIT_EXPORT_BUCKET is not set)',
  schedule_failed:
    'scheduled exports failed (%{cadence} of %{period})||||scheduled exports failed (%{cadence} of %{period} and %{others} more)',
  exports_unremoved:
    'the file of an export that should be gone could not be removed||||the files of %{count} exports that should be gone could not be removed',
  retention_no_bucket:
    'months that are due cannot leave it, for they have no archive (AUDIT_EXPORT_BUCKET is not set)',
  retention_damaged: 'a month that is due cannot leave it: %{why}',
  retention_failed: 'the last retention failed: a month that is due has not left it',
  month_stuck:
    '%{month} was archived more than %{days} days ago and has not left it: something reads the log for long each night',
  erasure_unasked: 'somebody reads as erased, or to be erased, and no event of the log asks for it',
  erasure_open: 'an erasure has waited since %{waiting} for a transaction that has been open since %{open}',
  erasure_open_other: "an erasure has waited since %{waiting} for another database role's transaction",
} as const;

/** Nothing is wrong, and the proof is weaker than it could be. */
export const noteSentences = {
  heads_no_bucket: 'heads are not published in a bucket (AUDIT_HEADS_BUCKET is not set)',
  heads_unlocked: 'published heads are not locked against change (the bucket has no object lock)',
} as const;

const sentences = { ...troubleSentences, ...noteSentences };

export type HealthCode = keyof typeof sentences;
export const healthCodes = Object.keys(sentences) as [HealthCode, ...HealthCode[]];

type NamesIn<Sentence extends string> = Sentence extends `${string}%{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The parameters of a code: those that its sentence names, and `count` where it has a form for several. */
export type HealthParams<Code extends HealthCode> = Readonly<
  Record<
    | NamesIn<(typeof sentences)[Code]>
    | ((typeof sentences)[Code] extends `${string}||||${string}` ? 'count' : never),
    string | number
  >
>;

/** Something that is told of the change log. */
export type Told = {
  code: HealthCode;
  /** `why` is a sentence in English, which `reason` says for whoever translates it; moments are in ISO 8601. */
  params: Readonly<Record<string, string | number>>;
  /** Since when it is so, as far as that is known. */
  since: Date | null;
  reason: ReasonView | null;
  /** Whose or which it is, for those who may know. */
  about: { type: 'User' | 'AuditEvent'; id: string } | null;
};

export const told = <Code extends HealthCode>(
  code: Code,
  params: HealthParams<Code>,
  { since = null, reason = null, about = null }: Partial<Pick<Told, 'since' | 'reason' | 'about'>> = {},
): Told => ({ code, params, since, reason, about });

const filled = (sentence: string, params: Told['params']): string =>
  sentence.replace(/%\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));

const sentenceOf = ({ code, params }: Told): string => {
  const [one = '', several = one] = sentences[code].split('||||');
  return params['count'] === 1 ? one : several;
};

/** One of them, in English. */
export const saidInEnglish = (one: Told): string => filled(sentenceOf(one), one.params);

/** The same of several places is one sentence: `signed heads do not reach the bucket and the webhook`. */
const ofAllPlaces = ([first, ...others]: readonly [Told, ...Told[]]): string => {
  const sentence = sentenceOf(first);
  const from = sentence.indexOf('the %{place}');
  const more = others.map(({ params }) => ` and ${filled(sentence.slice(from), params)}`);
  return saidInEnglish(first) + (from < 0 ? '' : more.join(''));
};

/** All of them in one line of English, in their order. @returns null where there are none */
export function inEnglish(all: readonly Told[]): string | null {
  const byCode = new Map<HealthCode, [Told, ...Told[]]>();
  for (const each of all) {
    const same = byCode.get(each.code);
    if (same) same.push(each);
    else byCode.set(each.code, [each]);
  }
  return all.length > 0 ? [...byCode.values()].map(ofAllPlaces).join('; ') : null;
}
