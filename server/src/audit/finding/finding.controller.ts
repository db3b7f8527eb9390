import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { EventProofs } from './event-proofs.service.ts';
import { auditFacets, auditFacetsQuery } from './facets.contract.ts';
import { FacetsService } from './facets.service.ts';
import { auditProof } from './proof.contract.ts';

@Controller('audit')
export class FindingController {
  constructor(
    private readonly facets: FacetsService,
    private readonly proofs: EventProofs,
  ) {}

  /** What the events of a filter are, with counts. */
  @Get('facets')
  @Can('read', 'AuditEvent')
  @Returns(auditFacets)
  facetsOf(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditFacetsQuery }) query: z.infer<typeof auditFacetsQuery>,
  ) {
    return this.facets.of(actor, query);
  }

  /** The proof that an event stands in the log as it does. */
  @Get('events/:id/proof')
  @Can('read', 'AuditEvent')
  @Returns(auditProof)
  proof(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.proofs.of(actor, id);
  }
}
