import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../platform/access/can.decorator.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { notFound } from '../platform/errors/app.error.ts';
import { Does } from '../platform/http/does.decorator.ts';
import { ReturnsContent, ReturnsText } from '../platform/http/returns.decorator.ts';
import { accessionListQuery, accessionPage, accessionView } from './accession.contract.ts';
import { isAccession } from './accession-number.ts';
import { AccessionsService } from './accessions.service.ts';
import { toHtml, toJsonLd } from './landing-page.ts';

const accessionParams = z.strictObject({ accession: z.string().max(40) });
type Params = z.infer<typeof accessionParams>;

@ApiTags('Accessions')
@Controller('accessions')
export class AccessionsController {
  constructor(private readonly accessions: AccessionsService) {}

  @Get()
  @Does('Lists accessions')
  @Can('read', 'Accession')
  @ReturnsText(accessionPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: accessionListQuery }) query: z.infer<typeof accessionListQuery>,
  ) {
    return this.accessions.list(actor, query);
  }

  @Get(':accession')
  @Does('Reads an accession')
  @Can('read', 'Accession')
  @ReturnsText(accessionView)
  get(@CurrentActor() actor: Actor, @Param({ schema: accessionParams }) { accession }: Params) {
    return this.accessions.get(actor, accession);
  }
}

/** The persistent address of every accession, open to everybody. */
@ApiTags('Accessions')
@Controller('a')
export class LandingController {
  constructor(
    private readonly accessions: AccessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  // As Zenodo and other repositories do with what is withdrawn: people read why, indexes drop it. INSDC keeps suppressed
  // records to be had by accession, and DataCite asks of both that the identifier goes on resolving.
  @Get(':accession')
  @Does(
    'Shows the public page of an accession',
    'HTML, or JSON-LD where `Accept` asks for it. A withdrawn record answers 410 with its tombstone, a suppressed one 200.',
  )
  @Public()
  @Header('vary', 'accept')
  @Header('cache-control', 'public, max-age=60')
  @ReturnsContent('text/html', 'application/ld+json')
  @ApiResponse({
    status: 410,
    description: 'The tombstone of a withdrawn record.',
    content: { 'text/html': {} },
  })
  async show(
    @Param({ schema: accessionParams }) { accession: given }: Params,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const accession = given.toUpperCase();
    const landing = isAccession(accession) ? await this.accessions.landing(accession) : undefined;
    if (!landing) throw notFound('accession', given);
    if (landing.status === 'withdrawn') void reply.status(410);
    const base = this.config.PUBLIC_URL.replace(/\/$/, '');
    if (/application\/(ld\+)?json/.test(request.headers.accept ?? '')) {
      void reply.type('application/ld+json; charset=utf-8');
      return JSON.stringify(toJsonLd(landing, base));
    }
    void reply.type('text/html; charset=utf-8');
    return toHtml(landing, base, reply.cspNonce.style);
  }
}
