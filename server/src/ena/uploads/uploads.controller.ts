import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { Does } from '../../platform/http/does.decorator.ts';
import { ReturnsText } from '../../platform/http/returns.decorator.ts';
import { enaUploadListQuery, enaUploadPage } from './upload.contract.ts';
import { EnaUploads } from './uploads.service.ts';

@ApiTags('ENA batches')
@Controller('ena')
export class EnaUploadsController {
  constructor(private readonly uploads: EnaUploads) {}

  @Get('batches/:id/uploads')
  @Does('Lists the files of a batch on their way to ENA’s upload area')
  @Can('read', 'EnaBatch')
  @ReturnsText(enaUploadPage)
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: z.infer<typeof idParams>,
    @Query({ schema: enaUploadListQuery }) query: z.infer<typeof enaUploadListQuery>,
  ) {
    return this.uploads.list(actor, id, query);
  }
}
