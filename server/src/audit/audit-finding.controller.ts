import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { EventProofs } from './proof/event-proofs.service.ts';
import { auditFacets, auditFacetsQuery } from './finding/facets.contract.ts';
import { FacetsService } from './finding/facets.service.ts';
import { auditProof } from './proof/proof.contract.ts';

@ApiTags('Change log')
@Controller('audit')
export class AuditFindingController {
  constructor(
    private readonly facets: FacetsService,
    private readonly proofs: EventProofs,
  ) {}

  @Get('facets')
  @Does(
    'Counts what the events of a filter are',
    'Each facet under all filters but its own, up to a thousand.',
  )
  @Refuses('invalid', 'audit.bad_period', 'audit.bad_search', 'audit.unknown_record', 'audit.actor_too_vague')
  @Can('read', 'AuditEvent')
  @Returns(auditFacets)
  countFacets(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditFacetsQuery }) query: z.infer<typeof auditFacetsQuery>,
  ) {
    return this.facets.of(actor, query);
  }

  @Get('events/:id/proof')
  @Does('Gives the proof that an event stands in the log as it does', 'And says what of it does not hold.')
  @Refuses('gone', 'audit.archived')
  @Can('read', 'AuditEvent')
  @Returns(auditProof)
  proof(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.proofs.of(actor, id);
  }
}
