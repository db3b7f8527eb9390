import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { sheetTooLarge } from './submission.errors.ts';

/** What a form adds to its file: boundaries, names, types. */
const formBytes = 64 * 1024;

/** Refuses an upload that says itself that it is too large, before a byte of it is read. */
@Injectable()
export class SheetSize implements NestInterceptor {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws AppError `sheet.too_large` */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const limit = this.config.SHEET_MAX_BYTES;
    if (Number(headers['content-length']) > limit + formBytes) throw sheetTooLarge(limit);
    return next.handle();
  }
}
