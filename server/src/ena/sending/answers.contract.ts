import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { pageOf } from '../../platform/lists/list.contract.ts';

/** What was asked of ENA: to register, for the receipt by ENA's id, for the receipt by our alias, for the record. */
export const asked = z.enum(['submit', 'poll', 'receipt', 'read_back']);
export type Asked = z.infer<typeof asked>;

/**
 * What was made of an answer. `queued`: ENA has the document and gave an id. `accepted`, `refused`: a receipt that says
 * so beyond doubt. `unknown`: ENA does not know what it was asked for. `unclear`: a receipt that contradicts itself or
 * cannot be read. `failed`: no receipt came. Of a record that was read back, `accepted` means that it is the one that was
 * sent, `refused` that it is another one.
 */
export const answerMeaning = z.enum(['queued', 'accepted', 'refused', 'unknown', 'unclear', 'failed']);
export type AnswerMeaning = z.infer<typeof answerMeaning>;

/** One answer of ENA to one request, or that there was none. Polls to which ENA said "not yet" are left out. */
export const answerTo = <Question extends z.ZodType>(question: Question) =>
  z.object({
    id: z.uuid(),
    asked: question,
    meaning: answerMeaning,
    /** Why it is not what was hoped for. */
    message: z.string().nullable(),
    askedAt: moment,
    durationMs: z.int().nullable(),
    httpStatus: z.int().nullable(),
    contentType: z.string().nullable(),
    /** Of the bytes as they are kept; null when none came. */
    sha256: z.string().nullable(),
    bytes: z.int().nullable(),
    /** It is the answer that settled the request. */
    isDeciding: z.boolean(),
  });

export const answerView = answerTo(asked).meta({ id: 'EnaAnswer' });
export type AnswerView = z.infer<typeof answerView>;
export const answerPage = pageOf(answerView);
