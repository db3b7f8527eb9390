import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { downloadView, fileView } from './file.contract.ts';
import { FilesService } from './files.service.ts';

type Id = z.infer<typeof idParams>;

@ApiTags('Files')
@Controller('files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Get(':id')
  @Does('Reads what is known of a file')
  @Can('read', 'File')
  @Returns(fileView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.files.get(actor, id);
  }

  @Get(':id/download')
  @Does('Gives an address to download a file from', 'Good for a minute. Who asks stands in the change log.')
  @Refuses('conflict', 'file.not_verified')
  @Can('download', 'File')
  @Returns(downloadView)
  download(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.files.download(actor, id);
  }
}
