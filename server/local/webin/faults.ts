import { faultProblem } from './fault-problem.ts';

export const ENDPOINTS = [
  'drop-box',
  'submit',
  'queue',
  'poll',
  'login',
  'token',
  'report',
  'read-back',
  'upload',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/**
 * What can go wrong with a request, before it is processed (nothing happens) or after (it happened, and nobody hears
 * of it), and with the receipt of one that was processed. `disconnect` ends the connection, `reset` breaks it,
 * `partial` breaks it in the middle of the answer.
 */
export const REQUEST_FAULTS = [
  'timeout_before',
  'timeout_after',
  'disconnect_before',
  'disconnect_after',
  'reset_before',
  'reset_after',
  'partial_after',
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
  'failure_without_error',
  'foreign_alias',
  'wrong_accession',
  'missing_object',
  'clock_off',
] as const;

export type RequestFault = (typeof REQUEST_FAULTS)[number];
export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];

export interface Fault {
  readonly kind: RequestFault | ReceiptFault;
  /** Only there; anywhere but at uploads when left out. */
  readonly on?: Endpoint;
  /** How often; once when left out. */
  readonly count?: number;
  /** How many requests pass before the first. */
  readonly after?: number;
  /** Of one request to be hit, 0 to 1; always when left out. Drawn from `seed`, so a run can be repeated. */
  readonly chance?: number;
  readonly seed?: number;
  /** For `slow`, in milliseconds. */
  readonly delayMs?: number;
  /** For `error`: 500 to 599; 503 when left out. */
  readonly status?: number;
}

interface Waiting {
  readonly fault: Fault;
  readonly random: () => number;
  left: number;
  passing: number;
}

/** Faults that were asked for and have not happened yet, first come, first served. */
export class Faults {
  #waiting: Waiting[] = [];
  #happened = new Map<string, number>();

  /** @returns what is wrong with the list; null when all of it was taken */
  add(list: unknown): string | null {
    const faults = Array.isArray(list) ? list : [list];
    const problem = faults.map(faultProblem).find((one) => one !== null);
    if (problem !== undefined) return problem;
    for (const fault of faults as Fault[]) {
      const { count: left = 1, after: passing = 0, seed = 0 } = fault;
      this.#waiting.push({ fault, random: seededRandom(seed), left, passing });
    }
    return null;
  }

  clear(): void {
    this.#waiting = [];
  }

  waiting(): Fault[] {
    return this.#waiting.map(({ fault, left }) => ({ ...fault, count: left }));
  }

  /** How often each kind has happened, at which endpoint. */
  happened(): { kind: string; on: string; times: number }[] {
    return [...this.#happened].map(([name, times]) => {
      const [kind = '', on = ''] = name.split(' ');
      return { kind, on, times };
    });
  }

  /** @param kinds the ones that can happen there */
  takeForRequest(
    endpoint: Endpoint,
    kinds: readonly RequestFault[] = REQUEST_FAULTS,
  ): (Fault & { kind: RequestFault }) | null {
    return this.#take(endpoint, kinds) as (Fault & { kind: RequestFault }) | null;
  }

  takeForReceipt(endpoint: Endpoint): (Fault & { kind: ReceiptFault }) | null {
    return this.#take(endpoint, RECEIPT_FAULTS) as (Fault & { kind: ReceiptFault }) | null;
  }

  #take(endpoint: Endpoint, kinds: readonly string[]): Fault | null {
    const found = this.#waiting.find((one) => one.left > 0 && isHit(one, endpoint, kinds));
    if (!found) return null;
    found.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    const name = `${found.fault.kind} ${endpoint}`;
    this.#happened.set(name, (this.#happened.get(name) ?? 0) + 1);
    return found.fault;
  }
}

function isHit(one: Waiting, endpoint: Endpoint, kinds: readonly string[]): boolean {
  const { kind, on, chance } = one.fault;
  if (!kinds.includes(kind)) return false;
  if (on === undefined ? endpoint === 'upload' : on !== endpoint) return false;
  if (one.passing > 0) {
    one.passing -= 1;
    return false;
  }
  return chance === undefined || one.random() < chance;
}

/** Mulberry32: small, and the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
