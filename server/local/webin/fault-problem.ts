import { ENDPOINTS, RECEIPT_FAULTS, REQUEST_FAULTS } from './faults.ts';

/** @returns what is wrong with what was asked for as a fault; null for a fault */
export function faultProblem(fault: unknown): string | null {
  if (typeof fault !== 'object' || fault === null)
    return 'A fault is an object {kind, on?, count?, after?, chance?, seed?, delayMs?, status?}.';
  const { kind, on, count, after, chance, seed, delayMs, status } = fault as Record<string, unknown>;
  const kinds: readonly unknown[] = [...REQUEST_FAULTS, ...RECEIPT_FAULTS];
  if (!kinds.includes(kind)) return `"kind" is one of ${kinds.join(', ')}.`;
  if (on !== undefined && !(ENDPOINTS as readonly unknown[]).includes(on))
    return `"on" is one of ${ENDPOINTS.join(', ')}.`;
  if (!isWhole(count, 1) || !isWhole(after) || !isWhole(seed) || !isWhole(delayMs))
    return '"count", "after", "seed" and "delayMs" are whole numbers.';
  if (!isWhole(status, 500, 599)) return '"status" is 500 to 599.';
  const isChance = chance === undefined || (typeof chance === 'number' && chance >= 0 && chance <= 1);
  return isChance ? null : '"chance" is a number from 0 to 1.';
}

function isWhole(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): boolean {
  if (value === undefined) return true;
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}
