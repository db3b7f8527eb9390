import { z } from 'zod';
import { conflictingKeys } from './json-keys.ts';
import type { Receipt, ReceiptObject } from './receipt.ts';
import { booleanOf, dateOf, presentText, UnreadableReceiptError } from './receipt.ts';

const text = z.string().nullish();
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]).nullish();
const external = z.object({ id: text, db: text, accession: text, type: text });
const object = z.object({
  alias: text,
  accession: text,
  status: text,
  holdUntilDate: text,
  externalAccession: z.union([external.transform((one) => [one]), z.array(external)]).nullish(),
});
const objects = z.array(object).nullish();
const receipt = z.object({
  success: z.union([z.boolean(), z.string()]).nullish(),
  receiptDate: text,
  submissionFile: text,
  submission: object.nullish(),
  messages: z.object({ info: texts, error: texts }).strict().nullish(),
  actions: z.array(z.string()).nullish(),
});

const TYPES = {
  projects: 'project',
  studies: 'study',
  samples: 'sample',
  experiments: 'experiment',
  runs: 'run',
  analyses: 'analysis',
} as const;
const KNOWN_KEYS = new Set([...Object.keys(receipt.shape), ...Object.keys(TYPES)]);

/**
 * A receipt in the JSON of Webin v2. ENA's own example repeats keys; repeated keys that contradict each other are
 * refused, except the date, because a parser would keep only the last.
 * @throws UnreadableReceiptError
 */
export function receiptFromJson(json: string): Receipt {
  const value = parse(json);
  const head = check(receipt, value);
  const listed = Object.entries(value as Record<string, unknown>).filter(
    ([key, content]) => key in TYPES || (!KNOWN_KEYS.has(key) && Array.isArray(content)),
  );
  if (head.success === undefined && listed.length === 0) {
    throw new UnreadableReceiptError('The answer is JSON, but no receipt.');
  }
  return {
    format: 'json',
    success: booleanOf(head.success == null ? null : String(head.success)),
    receiptDate: presentText(head.receiptDate),
    submissionFile: presentText(head.submissionFile),
    submission: head.submission ? readObject('submission', head.submission) : null,
    objects: listed.flatMap(([key, content]) => readList(key, content)),
    errors: head.messages?.error ?? [],
    infos: head.messages?.info ?? [],
    actions: (head.actions ?? []).map((action) => action.trim().toUpperCase()).filter(Boolean),
  };
}

function parse(json: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new UnreadableReceiptError('The answer is not valid JSON.', { cause });
  }
  const conflicts = conflictingKeys(json).filter((key) => key !== 'receiptDate');
  if (conflicts.length === 0) return value;
  throw new UnreadableReceiptError(`The answer gives "${conflicts[0]}" twice with different values.`);
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new UnreadableReceiptError(`The answer is JSON, but not in the form of a receipt${where}.`);
}

function readList(key: string, content: unknown): ReceiptObject[] {
  const type = (TYPES as Record<string, string>)[key] ?? key;
  return (check(objects, content) ?? []).map((one) => readObject(type, one));
}

function readObject(
  type: string,
  { alias, externalAccession, ...rest }: z.infer<typeof object>,
): ReceiptObject {
  return {
    type,
    alias: alias ?? null,
    accession: presentText(rest.accession),
    status: presentText(rest.status)?.toUpperCase() ?? null,
    holdUntilDate: dateOf(rest.holdUntilDate),
    externalAccessions: (externalAccession ?? []).map((one) => ({
      type: presentText(one.db ?? one.type)?.toLowerCase() ?? '',
      accession: presentText(one.id ?? one.accession) ?? '',
    })),
  };
}
