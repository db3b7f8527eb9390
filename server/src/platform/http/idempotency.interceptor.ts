import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, of } from 'rxjs';
import type { RequestWithActor } from '../access/can.decorator.ts';
import { invalid } from '../errors/app.error.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';

/**
 * `Idempotency-Key` on a POST: the first answer is kept and given again for the same key and body, so that a client
 * that lost the answer can ask again without doing the work twice. Failures are not kept: they changed nothing.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & RequestWithActor>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || !request.actor) return next.handle();
    if (typeof key !== 'string' || key.length < 8 || key.length > 200) {
      throw invalid('request.bad_idempotency_key', 'Idempotency-Key must have 8 to 200 characters.');
    }
    const claim = { userId: request.actor.id, key, requestHash: hashOf(request) };
    return from(this.keys.claim(claim)).pipe(
      mergeMap((answer) => {
        if (answer) {
          void reply.status(answer.status).header('idempotency-replayed', 'true');
          return of(answer.body);
        }
        return next.handle().pipe(
          mergeMap(async (body: unknown) => {
            await this.keys.keep(claim, reply.statusCode, body);
            return body;
          }),
          catchError(async (error: unknown) => {
            await this.keys.release(claim);
            throw error;
          }),
        );
      }),
    );
  }
}

function hashOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0];
  return createHash('sha256')
    .update(`${request.method} ${path}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex');
}
