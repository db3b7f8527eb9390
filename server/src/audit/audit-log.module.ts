import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.ts';
import { ErasureDuties } from './erasure/erasure-duties.ts';
import { ErasureMentions } from './erasure/mentions.service.ts';
import { ErasuresService } from './erasure/erasures.service.ts';
import { LongWriters } from './erasure/long-writers.ts';
import { ReadsLog } from './reads/reads-log.ts';

/** Writing the change log. Reading it is another module, since it depends on more than a writer should know. */
@Module({
  providers: [AuditLog, ReadsLog, ErasureDuties, ErasureMentions, ErasuresService, LongWriters],
  exports: [AuditLog, ReadsLog, ErasureDuties, ErasureMentions, ErasuresService, LongWriters],
})
export class AuditLogModule {}
