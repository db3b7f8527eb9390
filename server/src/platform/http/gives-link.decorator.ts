import { SetMetadata } from '@nestjs/common';

export const GIVES_LINK = Symbol('GIVES_LINK');

/**
 * A handler whose answer may hold a link (`url`) that lets in whoever has it: such an answer is kept nowhere, and the
 * same `Idempotency-Key` again makes another link. An answer without one is kept as all are.
 */
export const GivesLink = () => SetMetadata(GIVES_LINK, true);

/** @param body of an answer of a handler that `GivesLink` */
export const hasLink = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'url' in body && body.url !== null;
