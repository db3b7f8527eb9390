import { z } from 'zod';
import { defineTask } from '../platform/queue/define-task.ts';

const fileId = z.object({ fileId: z.uuid() });

/** All bytes are in the store: they are to be read. A store that is away for hours is waited for. */
export const verifyFile = defineTask('file.verify', fileId, { maxAttempts: 60 });

/** What the store holds of a file that is over is to go. */
export const discardFile = defineTask('file.discard', fileId, { maxAttempts: 60 });

/** Set when an upload begins, for the time after which nobody will come back to it. */
export const expireUpload = defineTask('upload.expire', fileId, { maxAttempts: 60 });
