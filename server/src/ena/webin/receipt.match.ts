import { readErrorText } from './error-text.ts';
import type { MatchedObject, RequestedObject } from './judgement.ts';
import type { Receipt, ReceiptObject } from './receipt.ts';

/** A receipt sorted by what was requested. */
export interface MatchedReceipt {
  readonly objects: readonly MatchedObject[];
  /** Objects in the receipt that nobody asked for. */
  readonly foreign: readonly ReceiptObject[];
  /** Errors about no requested object in particular. */
  readonly general: readonly string[];
  /** Errors about an object that nobody asked for: type and alias. */
  readonly foreignErrors: readonly string[];
}

/** Sorts objects and errors of a receipt to the objects requested, by type and alias, or by accession without alias. */
export function matchReceipt(receipt: Receipt, requested: readonly RequestedObject[]): MatchedReceipt {
  const found = new Map<RequestedObject, ReceiptObject[]>(requested.map((object) => [object, []]));
  const index = new RequestIndex(requested);
  const foreign: ReceiptObject[] = [];
  for (const object of receipt.objects) {
    const asked = index.byObject(object);
    if (asked) found.get(asked)?.push(object);
    else foreign.push(object);
  }
  const objects = requested.map((one) => ({ requested: one, found: found.get(one) ?? [], errors: [] }));
  return { objects, foreign, ...sortErrors(receipt.errors, objects, index) };
}

function sortErrors(errors: readonly string[], objects: readonly MatchedObject[], index: RequestIndex) {
  const byRequest = new Map(objects.map((object) => [object.requested, object]));
  const general: string[] = [];
  const foreignErrors: string[] = [];
  for (const text of errors) {
    const subject = readErrorText(text);
    const asked =
      subject.aliases.length > 0
        ? index.byAliases(subject.type, subject.aliases)
        : index.byMention(subject.type, text);
    if (asked) byRequest.get(asked)?.errors.push({ text, attribute: subject.attribute });
    else general.push(text);
    const shortest = subject.aliases.at(-1);
    if (!asked && shortest !== undefined && subject.type !== 'submission') {
      foreignErrors.push(`${subject.type ?? 'object'} "${shortest}"`);
    }
  }
  return { general, foreignErrors };
}

class RequestIndex {
  readonly #byAlias = new Map<string, RequestedObject>();
  readonly #byAccession = new Map<string, RequestedObject>();
  readonly #ofType = new Map<string, RequestedObject[]>();

  constructor(requested: readonly RequestedObject[]) {
    for (const object of requested) {
      this.#byAlias.set(`${object.type} ${object.alias}`, object);
      if (object.accession) this.#byAccession.set(object.accession, object);
      const ofType = this.#ofType.get(object.type);
      if (ofType) ofType.push(object);
      else this.#ofType.set(object.type, [object]);
    }
  }

  byObject({ type, alias, accession }: ReceiptObject): RequestedObject | undefined {
    if (alias !== null) return this.#byAlias.get(`${type} ${alias}`);
    const asked = this.#byAccession.get(accession ?? '');
    return asked?.type === type ? asked : undefined;
  }

  byAliases(type: string | null, aliases: readonly string[]): RequestedObject | undefined {
    for (const alias of aliases) {
      const asked = this.#byAlias.get(`${type} ${alias}`);
      if (asked) return asked;
    }
    return undefined;
  }

  /** The only object of the type that the text names, or the object whose accession it quotes. */
  byMention(type: string | null, text: string): RequestedObject | undefined {
    const only = this.#ofType.get(type ?? '');
    if (only?.length === 1) return only[0];
    const quoted = text.match(/\b[A-Z]{3,6}[0-9]+\b/g) ?? [];
    return quoted.map((accession) => this.#byAccession.get(accession)).find(Boolean);
  }
}
