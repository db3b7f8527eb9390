import { GetObjectLockConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';

const dayMs = 86_400_000;
/** How S3 and what speaks like it say that a bucket, or the whole store, has no object lock. */
const withoutLock = new Set(['ObjectLockConfigurationNotFoundError', 'NotImplemented', 'MethodNotAllowed']);

export type LockMode = 'GOVERNANCE' | 'COMPLIANCE';

/**
 * Whether what is put into a bucket can be locked against change. Who may write but not ask is taken to have a bucket
 * with a lock: if it has none, writing says so.
 *
 * @throws the store's errors
 */
export async function canLock(
  client: S3Client,
  bucket: string | undefined,
  abortSignal: AbortSignal,
): Promise<boolean> {
  try {
    const { ObjectLockConfiguration: found } = await client.send(
      new GetObjectLockConfigurationCommand({ Bucket: bucket }),
      { abortSignal },
    );
    return found?.ObjectLockEnabled === 'Enabled';
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'AccessDenied' && !withoutLock.has(name)) throw error;
    return name === 'AccessDenied';
  }
}

/** What a request says that puts something down for so many days. @param from when they begin */
export const lockedFor = (mode: LockMode, days: number, from: Date) => ({
  ObjectLockMode: mode,
  ObjectLockRetainUntilDate: new Date(from.getTime() + days * dayMs),
});
