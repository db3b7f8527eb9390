import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import {
  descendantsQuery,
  descendantsView,
  holdBody,
  releaseBody,
  requestView,
  withdrawBody,
} from './request.contract.ts';
import { EnaRequestsService } from './requests.service.ts';

const accessionParams = z.strictObject({ accession: z.string().max(40) });
type Params = z.infer<typeof accessionParams>;

/** What curators do with a record that has an accession; here and at ENA. */
@Controller('accessions')
export class AccessionRequestsController {
  constructor(private readonly requests: EnaRequestsService) {}

  @Get(':accession/descendants')
  @Can('withdraw', 'Accession')
  @Returns(descendantsView)
  descendants(
    @CurrentActor() actor: Actor,
    @Param({ schema: accessionParams }) { accession }: Params,
    @Query({ schema: descendantsQuery }) query: z.infer<typeof descendantsQuery>,
  ) {
    return this.requests.descendants(actor, accession, query.for === 'withdraw' ? 'cancel' : query.for);
  }

  @Post(':accession/hold')
  @Can('hold', 'Accession')
  @Returns(requestView, 201)
  hold(
    @CurrentActor() actor: Actor,
    @Param({ schema: accessionParams }) { accession }: Params,
    @Body({ schema: holdBody }) body: z.infer<typeof holdBody>,
  ) {
    return this.requests.ask(actor, accession, 'hold', body);
  }

  @Post(':accession/release')
  @Can('release', 'Accession')
  @Returns(requestView, 201)
  release(
    @CurrentActor() actor: Actor,
    @Param({ schema: accessionParams }) { accession }: Params,
    @Body({ schema: releaseBody }) body: z.infer<typeof releaseBody>,
  ) {
    return this.requests.ask(actor, accession, 'release', body);
  }

  @Post(':accession/withdraw')
  @Can('withdraw', 'Accession')
  @Returns(requestView, 201)
  withdraw(
    @CurrentActor() actor: Actor,
    @Param({ schema: accessionParams }) { accession }: Params,
    @Body({ schema: withdrawBody }) body: z.infer<typeof withdrawBody>,
  ) {
    return this.requests.ask(actor, accession, 'cancel', body);
  }

  @Post(':accession/suppress')
  @Can('suppress', 'Accession')
  @Returns(requestView, 201)
  suppress(
    @CurrentActor() actor: Actor,
    @Param({ schema: accessionParams }) { accession }: Params,
    @Body({ schema: withdrawBody }) body: z.infer<typeof withdrawBody>,
  ) {
    return this.requests.ask(actor, accession, 'suppress', body);
  }
}
