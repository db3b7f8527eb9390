import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.ts';
import { ReadsLog } from './reads/reads-log.ts';

/** Writing the change log. Reading it is another module, since reading knows more than every writer should. */
@Module({ providers: [AuditLog, ReadsLog], exports: [AuditLog, ReadsLog] })
export class AuditLogModule {}
