import { Client, FTPError } from 'basic-ftp';
import type { UploadArea } from '../webin/upload-area.ts';
import { WebinError } from '../webin/webin.error.ts';
import { exchange } from '../webin/webin-http.ts';
import { type StepFailure, unsentOutcome } from './step-failure.ts';

export type Account = { username: string; password: string };

/** Asks for a token, and forgets it. @throws WebinError when none is given */
export async function askForToken(url: string, account: Account, signal: AbortSignal): Promise<void> {
  const answer = await exchange(
    {
      method: 'POST',
      url,
      body: JSON.stringify({ authRealms: ['ENA'], ...account }),
      headers: { 'Content-Type': 'application/json', Accept: '*/*' },
    },
    {},
    signal,
    100_000,
  );
  const text = Buffer.from(answer.bytes).toString('utf8').trim();
  if (!/^"?[\w-]+(?:\.[\w-]*){1,4}"?$/.test(text))
    throw new WebinError('unknown', 'ENA gave something that is no token.', answer);
}

/** Enters the upload area with name and password, and leaves it as it is. @returns why it could not */
export async function enterUploadArea(
  area: UploadArea,
  account: Account,
  ca: string | undefined,
  timeoutMs: number,
): Promise<StepFailure | null> {
  const ftp = new Client(timeoutMs);
  const { host, port, isImplicitTls } = area;
  try {
    await ftp.access({
      host,
      port,
      user: account.username,
      password: account.password,
      secure: isImplicitTls ? 'implicit' : true,
      secureOptions: { host, ...(ca !== undefined && { ca }) },
    });
    await ftp.pwd();
    return null;
  } catch (error) {
    return uploadFailure(error);
  } finally {
    ftp.close();
  }
}

function uploadFailure(error: unknown): StepFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FTPError) {
    if (error.code === 530)
      return {
        outcome: 'wrong_password',
        message: `The upload area does not let the account in: ${message}`,
      };
    return { outcome: 'outage', message: `The upload area answered: ${message}` };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : message;
  if (/timeout/i.test(message) || code === 'ECONNRESET')
    return { outcome: 'outage', message: `The upload area did not answer: ${message}` };
  return { outcome: unsentOutcome(code), message: `The upload area cannot be reached: ${code}` };
}
