import type { ReceiptFault } from './faults.ts';
import type { SandboxReceipt } from './receipt.ts';

const DAY = 86_400_000;

/** A receipt as it should not be. */
export function spoiled(receipt: SandboxReceipt, kind: ReceiptFault): SandboxReceipt {
  const { objects, errors } = receipt;
  const [first, ...rest] = objects;
  switch (kind) {
    case 'success_with_error':
      return { ...receipt, success: true, errors: [...errors, 'An exception occurred: sandbox fault'] };
    case 'failure_without_error':
      return { ...receipt, success: false, errors: [] };
    case 'foreign_alias':
      return {
        ...receipt,
        objects: objects.map((object) => ({ ...object, alias: `foreign-${object.alias}` })),
      };
    case 'wrong_accession':
      return first
        ? { ...receipt, objects: [{ ...first, accession: wrongFor(first.type) }, ...rest] }
        : receipt;
    case 'missing_object':
      return { ...receipt, objects: rest };
    case 'clock_off':
      return { ...receipt, date: new Date(Date.parse(receipt.date) - DAY).toISOString() };
    default:
      return receipt;
  }
}

function wrongFor(type: string): string {
  return type === 'experiment' ? 'ERS990000001' : 'ERX990000001';
}
