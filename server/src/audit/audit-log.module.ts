import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.ts';

/** Writing the change log. Reading it is another module, since reading knows more than every writer should. */
@Module({ providers: [AuditLog], exports: [AuditLog] })
export class AuditLogModule {}
