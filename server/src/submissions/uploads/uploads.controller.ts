import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { fileListQuery, filePage } from '../../files/file.contract.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
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

@ApiTags('Files')
@Controller('submissions/:id')
export class SubmissionFilesController {
  constructor(
    private readonly uploads: UploadsService,
    private readonly states: FileStates,
  ) {}

  @Get('files')
  @Does('Lists the files of a submission')
  @Can('read', 'File')
  @ReturnsText(filePage)
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: fileListQuery }) query: z.infer<typeof fileListQuery>,
  ) {
    return this.uploads.list(actor, id, query);
  }

  @Get('file-states')
  @Does('Lists the files that are here, and those that records name and that are not')
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
  @Does('Counts the files of a submission by state')
  @Can('read', 'File')
  @Returns(fileStateCounts)
  countStates(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.states.counts(actor, id);
  }

  @Get('file-names')
  @Does('Lists the names of complete files', 'In their order; `after` is the last name that was read.')
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
  @Does(
    'Begins the upload of a file',
    'The answer says where the bytes go: each part is one PUT to its signed address. Then the upload is completed.',
  )
  @Refuses('conflict', 'submission.not_editable')
  @Refuses('too_large', 'file.too_large', 'file.too_many', 'file.root_full')
  @Refuses('invalid', 'file.bad_name')
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
  @Does('Takes a file out of a submission')
  @Refuses('conflict', 'submission.not_editable', 'upload.over')
  @Can('remove', 'File')
  @ReturnsNothing()
  remove(
    @CurrentActor() actor: Actor,
    @Param({ schema: fileParams }) { id, fileId }: z.infer<typeof fileParams>,
  ) {
    return this.uploads.remove(actor, id, fileId);
  }
}

@ApiTags('Files')
@Controller('uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Get(':id')
  @Does('Reads an upload, with fresh addresses for its bytes')
  @Can('update', 'File')
  @Returns(uploadView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.uploads.get(actor, id);
  }

  @Post(':id/complete')
  @Does(
    'Says that all bytes of an upload are in the store',
    'They are then read and verified in the background. Said twice, the second time answers what the first has come to.',
  )
  @Refuses('conflict', 'upload.over', 'upload.not_arrived', 'submission.not_editable')
  @Refuses('invalid', 'upload.bad_parts')
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
  @Does('Gives an upload up before it is complete')
  @Refuses('conflict', 'upload.over')
  @Can('update', 'File')
  @ReturnsNothing()
  abort(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.uploads.abort(actor, id);
  }
}
