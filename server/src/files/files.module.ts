import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { FileChanges } from './file-changes.ts';
import { StoredFile } from './file.entity.ts';
import { FileObservers } from './file-observers.ts';
import { FilesController } from './files.controller.ts';
import { FilesProcessor } from './files.processor.ts';
import { FilesService } from './files.service.ts';
import { FileUploads } from './file-uploads.service.ts';
import { Leavings } from './leavings.service.ts';
import { Sidecars } from './sidecars.ts';
import { Verification } from './verification.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([StoredFile]), AuditLogModule],
  controllers: [FilesController],
  providers: [
    FilesService,
    FileUploads,
    FileChanges,
    FileObservers,
    Sidecars,
    Verification,
    Leavings,
    FilesProcessor,
  ],
  exports: [FilesService, FileUploads, FileChanges, FileObservers],
})
export class FilesModule {}
