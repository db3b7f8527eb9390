import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { fileListQuery, filePage } from '../../files/file.contract.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { Returns, ReturnsNothing, ReturnsText } from '../../platform/http/returns.decorator.ts';
import {
  fileNames,
  fileNamesQuery,
  fileStateCounts,
  fileStatePage,
  fileStateQuery,
} from './file-state.contract.ts';
import { FileStates } from './file-states.service.ts';
import { beginUpload, completeUpload, uploadView } from './upload.contract.ts';
import { UploadsService } from './uploads.service.ts';

type Id = z.infer<typeof idParams>;
const fileParams = idParams.extend({ fileId: z.uuid() });

@Controller('submissions/:id')
export class SubmissionFilesController {
  constructor(
    private readonly uploads: UploadsService,
    private readonly states: FileStates,
  ) {}

  @Get('files')
  @Can('read', 'File')
  @ReturnsText(filePage)
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: fileListQuery }) query: z.infer<typeof fileListQuery>,
  ) {
    return this.uploads.list(actor, id, query);
  }

  /** The files that are here, and those that records name and that are not. */
  @Get('file-states')
  @Can('read', 'File')
  @ReturnsText(fileStatePage)
  listStates(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: fileStateQuery }) query: z.infer<typeof fileStateQuery>,
  ) {
    return this.states.list(actor, id, query);
  }

  @Get('file-states/counts')
  @Can('read', 'File')
  @Returns(fileStateCounts)
  countStates(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.states.counts(actor, id);
  }

  @Get('file-names')
  @Can('read', 'File')
  @Returns(fileNames)
  names(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: fileNamesQuery }) query: z.infer<typeof fileNamesQuery>,
  ) {
    return this.states.names(actor, id, query);
  }

  @Post('uploads')
  @Can('create', 'File')
  @Returns(uploadView, 201)
  begin(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Body({ schema: beginUpload }) body: z.infer<typeof beginUpload>,
  ) {
    return this.uploads.begin(actor, id, body);
  }

  @Delete('files/:fileId')
  @Can('remove', 'File')
  @ReturnsNothing()
  remove(
    @CurrentActor() actor: Actor,
    @Param({ schema: fileParams }) { id, fileId }: z.infer<typeof fileParams>,
  ) {
    return this.uploads.remove(actor, id, fileId);
  }
}

@Controller('uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Get(':id')
  @Can('update', 'File')
  @Returns(uploadView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.uploads.get(actor, id);
  }

  @Post(':id/complete')
  @Can('update', 'File')
  @Returns(uploadView)
  complete(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Body({ schema: completeUpload }) body: z.infer<typeof completeUpload>,
  ) {
    return this.uploads.complete(actor, id, body);
  }

  @Delete(':id')
  @Can('update', 'File')
  @ReturnsNothing()
  abort(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.uploads.abort(actor, id);
  }
}
