import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
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
@ApiTags('Accessions')
@Controller('accessions')
export class AccessionRequestsController {
  constructor(private readonly requests: EnaRequestsService) {}

  @Get(':accession/descendants')
  @Does(
    'Lists what goes with a record when it is held, released, withdrawn or suppressed',
    'Before it is asked for; `objection` says why it cannot be done.',
  )
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
  @Does('Keeps a record private until a day', 'Here and at ENA, with all that goes with it.')
  @Refuses('conflict', 'ena_request.under_way')
  @Refuses('invalid', 'ena_request.bad_hold_date')
  @Refuses('unavailable', 'ena.not_configured')
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
  @Does('Makes a record public', 'Here and at ENA, with all that goes with it.')
  @Refuses('conflict', 'ena_request.under_way')
  @Refuses('unavailable', 'ena.not_configured')
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
  @Does('Takes back a record that was never public', 'ENA calls it cancelling. A tombstone remains.')
  @Refuses('conflict', 'ena_request.under_way')
  @Refuses('invalid', 'ena_request.bad_successor')
  @Refuses('unavailable', 'ena.not_configured')
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
  @Does(
    'Has a public record taken out of searches',
    'At ENA that is the helpdesk’s work: the request has the text for a person to send there.',
  )
  @Refuses('conflict', 'ena_request.under_way')
  @Refuses('invalid', 'ena_request.bad_successor')
  @Refuses('unavailable', 'ena.not_configured')
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
