import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import type { RequestWithActor } from '../access/can.decorator.ts';
import { type RequestClaim, underClaim } from '../database/request-claim.ts';
import { invalid } from '../errors/app.error.ts';
import { GIVES_LINK, hasLink } from './gives-link.decorator.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';

type Answered = { request: FastifyRequest & RequestWithActor; reply: FastifyReply; givesLink: boolean };

/**
 * `Idempotency-Key` on a POST: the first answer is kept and given again for the same key and body, so that a client
 * that lost the answer can ask again without doing the work twice. Failures are not kept: they changed nothing.
 * Uploads are not covered, since their bytes are not at hand to be compared; links that let in whoever has them are
 * made anew (`GivesLink`).
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & RequestWithActor>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    const isUpload = request.headers['content-type']?.startsWith('multipart/') ?? false;
    if (request.method !== 'POST' || key === undefined || !request.actor || isUpload) return next.handle();
    if (typeof key !== 'string' || key.length < 8 || key.length > 200)
      throw invalid('request.bad_idempotency_key', 'Idempotency-Key must have 8 to 200 characters.', [
        { path: 'Idempotency-Key', message: 'must have 8 to 200 characters' },
      ]);
    const givesLink = this.reflector.get<boolean | undefined>(GIVES_LINK, context.getHandler()) ?? false;
    return from(this.once({ request, reply, givesLink }, request.actor.id, key, next));
  }

  private async once(
    { request, reply, givesLink }: Answered,
    userId: string,
    key: string,
    next: CallHandler,
  ): Promise<unknown> {
    const claim = await this.keys.claim(userId, key, hashOf(request));
    if (!('leaseToken' in claim)) {
      void reply.status(claim.status).header('idempotency-replayed', 'true');
      return claim.body;
    }
    const body = await underClaim(claim, () => this.work(claim, next));
    try {
      if (givesLink && hasLink(body)) await this.keys.forget(claim);
      else await this.keys.keep(claim, { status: reply.statusCode, body });
    } catch (error) {
      // The work is done and noted with the key: the client gets its answer, and nobody does it again.
      this.logger.warn(`an answer was not kept: ${String(error)}`);
    }
    return body;
  }

  private async work(claim: RequestClaim, next: CallHandler): Promise<unknown> {
    try {
      return await firstValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined });
    } catch (error) {
      await this.keys.release(claim).catch((failure: unknown) => {
        this.logger.warn(`a key was not released, its lease ends by itself: ${String(failure)}`);
      });
      throw error;
    }
  }
}

function hashOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex');
}
