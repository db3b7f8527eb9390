import { unseenFiles } from '../../sending/unseen-files.ts';
import { missingFile } from '../../webin/error-text.ts';
import type { Judgement } from '../../webin/judgement.ts';

/** What speaks against sending a submission: of the whole, and of records by their alias at ENA. */
export type CheckResult = {
  message: string | null;
  /** Key: `type:alias`, the alias being ENA's. */
  records: ReadonlyMap<string, string>;
  /** What the check could not look at; speaks against nothing. */
  note?: string | undefined;
};

export const passed: CheckResult = { message: null, records: new Map() };

export const isPassed = ({ message, records }: CheckResult): boolean =>
  message === null && records.size === 0;

export const keyOf = (type: string, enaAlias: string): string => `${type}:${enaAlias}`;

/** What ENA said to a dry run. A reply that cannot be believed does not let a submission pass. */
export function resultOf(judged: Judgement): CheckResult {
  if (judged.outcome === 'accepted') return passed;
  const records = new Map(
    judged.objects
      .filter(({ errors }) => errors.length > 0)
      .map(({ type, alias, errors }) => [keyOf(type, alias), errors.map(({ text }) => text).join(' ')]),
  );
  const general = judged.reasons.slice(0, 5).join(' ');
  if (judged.outcome === 'needs_person')
    return { message: `The dry run at ENA is unclear: ${general || 'its answer cannot be read.'}`, records };
  if (general === '' && records.size === 0) return { message: 'ENA refuses it in a dry run.', records };
  return { message: general === '' ? null : general, records };
}

/** Both together; of two messages the first. */
export function both(one: CheckResult, other: CheckResult): CheckResult {
  return {
    message: one.message ?? other.message,
    records: new Map([...other.records, ...one.records]),
    note: one.note ?? other.note,
  };
}

/**
 * A dry run without what ENA says of files that are not in its upload area: they go there when the batch is sent. What it
 * says of everything else stays.
 */
export function withoutFiles(judged: Judgement): Judgement {
  if (judged.outcome !== 'refused') return judged;
  const isOther = (text: string) => missingFile(text) === null;
  const reasons = judged.reasons.filter(isOther);
  const objects = judged.objects.map((object) => ({
    ...object,
    errors: object.errors.filter(({ text }) => isOther(text)),
  }));
  const isLeft = reasons.length > 0 || objects.some(({ errors }) => errors.length > 0);
  const hadFiles = unseenFiles(judged).length > 0;
  return { ...judged, reasons, objects, outcome: isLeft || !hadFiles ? judged.outcome : 'accepted' };
}

/** The line beside the submission: what is wrong with the whole, else how many records are wrong, else what was not tried. */
export function summaryOf({ message, records, note }: CheckResult): string | null {
  if (message !== null) return message;
  if (records.size === 0) return note ?? null;
  const [first = ''] = records.values();
  return records.size === 1 ? first : `${records.size} records would be refused, the first: ${first}`;
}
