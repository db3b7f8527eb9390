/** Under which name a task's row keeps who asked for it, beside what its handler takes. */
const name = 'askedBy';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What a task's row holds. @param asker id of the person who wants the task done; null where nobody does */
export const payloadFor = (payload: unknown, asker: string | null): unknown =>
  asker === null ? payload : { ...(payload as object), [name]: asker };

/** @param payload as the row has it @returns null where it has nobody, or what is no person's id */
export function askerIn(payload: unknown): string | null {
  const asker = (payload as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof asker === 'string' && uuid.test(asker) ? asker : null;
}
