import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { IfMatch } from '../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../platform/http/returns.decorator.ts';
import { findingListQuery, findingPage, validationView } from './findings.contract.ts';
import { changeRecord, recordChanged, recordListQuery, recordPage } from './record.contract.ts';
import { RecordsService } from './records.service.ts';
import { SubmissionHistory } from './submission-history.service.ts';

type Id = z.infer<typeof idParams>;
const recordParams = idParams.extend({ recordId: z.uuid() });

/** What a submission holds, and what its validation found in it. */
@ApiTags('Records')
@Controller('submissions')
export class RecordsController {
  constructor(
    private readonly records: RecordsService,
    private readonly history: SubmissionHistory,
  ) {}

  @Get(':id/records')
  @Does('Lists the records of a submission')
  @Can('read', 'Record')
  @ReturnsText(recordPage)
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: recordListQuery }) query: z.infer<typeof recordListQuery>,
  ) {
    return this.records.list(actor, id, query);
  }

  @Patch(':id/records/:recordId')
  @Does(
    'Changes single values of a record',
    'What is not named stays as it is, and the findings are brought up to date. The version is the record’s own.',
  )
  @Refuses('conflict', 'submission.not_editable')
  @Refuses('invalid', 'record.unit_differs', 'record.no_such_field')
  @Can('update', 'Record')
  @Returns(recordChanged)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: recordParams }) { id, recordId }: z.infer<typeof recordParams>,
    @IfMatch() version: number,
    @Body({ schema: changeRecord }) body: z.infer<typeof changeRecord>,
  ) {
    return this.records.update(actor, id, recordId, version, body);
  }

  @Get(':id/validation')
  @Does(
    'Reads the validation report',
    'The findings of the last check by rule and field, errors and the commonest first.',
  )
  @Can('read', 'Record')
  @Returns(validationView)
  report(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.validation(actor, id);
  }

  @Get(':id/findings')
  @Does('Lists the findings of a submission one by one')
  @Can('read', 'Record')
  @ReturnsText(findingPage)
  findings(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: findingListQuery }) query: z.infer<typeof findingListQuery>,
  ) {
    return this.records.findings(actor, id, query);
  }
}
