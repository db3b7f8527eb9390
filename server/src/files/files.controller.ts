import { Controller, Get, Param } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { downloadView, fileView } from './file.contract.ts';
import { FilesService } from './files.service.ts';

type Id = z.infer<typeof idParams>;

@Controller('files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Get(':id')
  @Can('read', 'File')
  @Returns(fileView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.files.get(actor, id);
  }

  @Get(':id/download')
  @Can('download', 'File')
  @Returns(downloadView)
  download(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.files.download(actor, id);
  }
}
