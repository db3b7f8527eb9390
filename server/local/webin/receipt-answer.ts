import type { Answer } from './answer.ts';
import type { Endpoint, Faults } from './faults.ts';
import { receiptJson, receiptXml } from './receipt.writer.ts';
import type { SandboxReceipt } from './receipt.ts';
import { spoiled } from './spoiled-receipt.ts';

/** A receipt in the form that `Accept` names first, with a fault where one was asked for. Always 200, as at ENA. */
export function receiptAnswer(
  receipt: SandboxReceipt,
  accept: string | undefined,
  faults: Faults,
  endpoint: Endpoint,
): Answer {
  const fault = faults.takeForReceipt(endpoint)?.kind;
  if (fault === 'not_xml')
    return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'Please try again later.' };
  const isJson = endpoint !== 'drop-box' && /^[^,]*\bjson\b/i.test(accept ?? '');
  const told = fault ? spoiled(receipt, fault) : receipt;
  const body = isJson ? receiptJson(told) : receiptXml(told);
  return {
    status: 200,
    headers: { 'Content-Type': isJson ? 'application/json' : 'application/xml' },
    body: fault === 'truncated_receipt' ? body.slice(0, Math.floor(body.length * 0.6)) : body,
  };
}
