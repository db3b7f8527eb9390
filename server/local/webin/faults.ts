import type { SandboxReceipt } from './receipt.ts';

export const ENDPOINTS = ['drop-box', 'submit', 'queue', 'poll', 'login'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/**
 * What can go wrong with a request, before it is processed (nothing happens) or after (it happened, and nobody hears
 * of it), and with the receipt of one that was processed.
 */
export const REQUEST_FAULTS = [
  'timeout_before',
  'timeout_after',
  'disconnect_before',
  'disconnect_after',
  'error_before',
  'error_after',
  'html_before',
  'html_after',
  'slow',
  'unauthorized',
  'forbidden',
  'throttled',
] as const;
export const RECEIPT_FAULTS = [
  'truncated_receipt',
  'not_xml',
  'success_with_error',
  'foreign_alias',
  'wrong_accession',
  'missing_object',
] as const;

export type RequestFault = (typeof REQUEST_FAULTS)[number];
export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];

export interface Fault {
  readonly kind: RequestFault | ReceiptFault;
  /** Only there; anywhere when left out. */
  readonly on?: Endpoint;
  /** How often; once when left out. */
  readonly count?: number;
  /** For `slow`, in milliseconds. */
  readonly delayMs?: number;
}

/** Faults that were asked for and have not happened yet, first come, first served. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  /** @returns what is wrong with the list; null when all of it was taken */
  add(list: unknown): string | null {
    const faults = Array.isArray(list) ? list : [list];
    const problem = faults.map(problemOf).find((one) => one !== null);
    if (problem !== undefined) return problem;
    this.#waiting.push(...(faults as Fault[]).map((fault) => ({ fault, left: fault.count ?? 1 })));
    return null;
  }

  clear(): void {
    this.#waiting = [];
  }

  waiting(): Fault[] {
    return this.#waiting.map(({ fault, left }) => ({ ...fault, count: left }));
  }

  takeForRequest(endpoint: Endpoint): (Fault & { kind: RequestFault }) | null {
    return this.#take(endpoint, REQUEST_FAULTS) as (Fault & { kind: RequestFault }) | null;
  }

  takeForReceipt(endpoint: Endpoint): (Fault & { kind: ReceiptFault }) | null {
    return this.#take(endpoint, RECEIPT_FAULTS) as (Fault & { kind: ReceiptFault }) | null;
  }

  #take(endpoint: Endpoint, kinds: readonly string[]): Fault | null {
    const found = this.#waiting.find(
      ({ fault }) => kinds.includes(fault.kind) && (fault.on === undefined || fault.on === endpoint),
    );
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((one) => one !== found);
    return found.fault;
  }
}

/** A receipt as it should not be. */
export function spoiled(receipt: SandboxReceipt, kind: ReceiptFault): SandboxReceipt {
  const [first, ...rest] = receipt.objects;
  switch (kind) {
    case 'success_with_error':
      return {
        ...receipt,
        success: true,
        errors: [...receipt.errors, 'An exception occurred: sandbox fault'],
      };
    case 'foreign_alias':
      return {
        ...receipt,
        objects: receipt.objects.map((object) => ({ ...object, alias: `foreign-${object.alias}` })),
      };
    case 'wrong_accession':
      return first ? { ...receipt, objects: [{ ...first, accession: 'ERX990000001' }, ...rest] } : receipt;
    case 'missing_object':
      return { ...receipt, objects: rest };
    default:
      return receipt;
  }
}

function problemOf(fault: unknown): string | null {
  if (typeof fault !== 'object' || fault === null)
    return 'A fault is an object {kind, on?, count?, delayMs?}.';
  const { kind, on, count, delayMs } = fault as Record<string, unknown>;
  const kinds: readonly unknown[] = [...REQUEST_FAULTS, ...RECEIPT_FAULTS];
  if (!kinds.includes(kind)) return `"kind" is one of ${kinds.join(', ')}.`;
  if (on !== undefined && !ENDPOINTS.includes(on as Endpoint))
    return `"on" is one of ${ENDPOINTS.join(', ')}.`;
  const isCount = count === undefined || (Number.isInteger(count) && Number(count) > 0);
  const isDelay = delayMs === undefined || (Number.isInteger(delayMs) && Number(delayMs) >= 0);
  return isCount && isDelay ? null : '"count" and "delayMs" are whole numbers.';
}
