import { WebinError } from '../webin/webin.error.ts';
import type { ConnectionService, StepOutcome } from './connection.contract.ts';

/** Why a step failed, in the words of whoever was asked. */
export type StepFailure = { outcome: Exclude<StepOutcome, 'ok'>; message: string };

const certificateTrouble = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_(?:GET|VERIFY)/;
const unknownName = /ENOTFOUND|EAI_AGAIN/;

/** @throws whatever is no failure of ENA's services */
export function webinFailure(error: unknown): StepFailure {
  if (!(error instanceof WebinError)) throw error;
  const { failure, message, answer } = error;
  if (failure === 'auth')
    return { outcome: answer?.httpStatus === 403 ? 'forbidden' : 'wrong_password', message };
  if (failure === 'throttled') return { outcome: 'throttled', message };
  if (failure !== 'not_sent' || answer) return { outcome: 'outage', message };
  return { outcome: unsentOutcome(message), message };
}

/** From the code of a connection that never came about. */
export function unsentOutcome(text: string): 'unknown_name' | 'certificate' | 'unreachable' {
  if (unknownName.test(text)) return 'unknown_name';
  return certificateTrouble.test(text) ? 'certificate' : 'unreachable';
}

const variables: Record<ConnectionService, string> = {
  login: 'ENA_LOGIN_URL (or ENA_SUBMIT_URL)',
  token: 'ENA_TOKEN_URL (or ENA_SUBMIT_URL)',
  report: 'ENA_REPORT_URL (or ENA_SUBMIT_URL)',
  upload: 'ENA_UPLOAD_URL',
};

/** What to do about it. */
export function nextStepOf(service: ConnectionService, outcome: StepFailure['outcome']): string {
  switch (outcome) {
    case 'wrong_password':
      return 'Look at the other services: if they let the account in, it is an outage, and nothing needs to be changed. If none does, set ENA_USERNAME and ENA_PASSWORD anew.';
    case 'forbidden':
      return "Ask ENA's helpdesk whether the account may submit, and check the addresses.";
    case 'unknown_name':
      return `Check ${variables[service]} for a misspelt host, and the name service (DNS) of this installation.`;
    case 'unreachable':
      return `Check that a firewall or proxy lets this installation through, and ${variables[service]}.`;
    case 'certificate':
      return service === 'upload'
        ? 'Check ENA_UPLOAD_URL, and ENA_UPLOAD_CA where its certificate is a private one. Do not go on without: somebody may be in between.'
        : `Check ${variables[service]} and the certificate authorities of this installation. Do not go on without: somebody may be in between.`;
    case 'throttled':
      return 'Wait a few minutes: ENA asks for fewer requests.';
    case 'outage':
      return 'Wait and try again later: the trouble is on the side of ENA, and the password is not in question.';
  }
}
