import {
  BadRequestException,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { invalid } from '../errors/app.error.ts';

/** What a client sent as an upload and is none: another field, a form that ends in the middle, no boundary. */
export const unreadableUpload = (reason: string) =>
  invalid(
    'request.unreadable_upload',
    `The upload cannot be read (${reason}). Nothing was stored. Send multipart/form-data with one file in the field "file".`,
    [{ path: 'file', message: reason }],
  );

/** Stands before the interceptor that reads an upload: its refusals become problems like all others (422). */
@Injectable()
export class UploadProblems implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw error instanceof BadRequestException ? unreadableUpload(error.message) : error;
      }),
    );
  }
}
