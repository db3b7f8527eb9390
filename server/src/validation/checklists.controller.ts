import { Controller, Get, Param, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { FileInterceptor, type UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { invalid } from '../platform/errors/app.error.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { TakesFile } from '../platform/http/takes-file.decorator.ts';
import { UploadProblems } from '../platform/http/upload-problems.interceptor.ts';
import { checklistImport, checklistList, checklistView } from './checklists.contract.ts';
import { ChecklistsService } from './checklists.service.ts';

const accessionParams = z.strictObject({
  accession: z.string().regex(/^ERC\d{6}$/, 'must look like ERC000011'),
});
const versionQuery = z.strictObject({ version: z.string().max(60).optional() });

/** The largest of ENA's checklist files has about 130 kB. */
const upload = FileInterceptor('file', { limits: { files: 1, fileSize: 8 * 1024 * 1024 } });

@ApiTags('Checklists')
@Controller('checklists')
export class ChecklistsController {
  constructor(private readonly checklists: ChecklistsService) {}

  @Get()
  @Does('Lists the checklists that are installed')
  @Can('read', 'Checklist')
  @Returns(checklistList)
  list() {
    return this.checklists.list();
  }

  @Get(':accession')
  @Does('Reads a checklist', 'The current version, unless another one is named.')
  @Can('read', 'Checklist')
  @Returns(checklistView)
  get(
    @Param({ schema: accessionParams }) { accession }: z.infer<typeof accessionParams>,
    @Query({ schema: versionQuery }) { version }: z.infer<typeof versionQuery>,
  ) {
    return this.checklists.get(accession, version);
  }

  @Post()
  @Does(
    'Installs the checklists of a file',
    'Takes ENA’s XML or our JSON form, and makes them current. The same content once more changes nothing.',
  )
  @Refuses('invalid', 'checklist.missing', 'checklist.unreadable', 'request.unreadable_upload')
  @Can('import', 'Checklist')
  @TakesFile()
  @UseInterceptors(UploadProblems, upload)
  @Returns(checklistImport)
  import(@CurrentActor() actor: Actor, @Req() { file }: { file?: UploadedMultipartFile }) {
    if (!file?.buffer)
      throw invalid('checklist.missing', 'Send the checklist as multipart/form-data in the field "file".', [
        { path: 'file', message: 'is missing' },
      ]);
    return this.checklists.import(actor, file.buffer);
  }
}
