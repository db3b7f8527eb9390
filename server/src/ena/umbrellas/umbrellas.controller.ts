import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, reasonBody } from '../../platform/http/common.contract.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { listQuery } from '../../platform/lists/list.contract.ts';
import {
  type ChangeUmbrella,
  changeUmbrella,
  type CreateUmbrella,
  createUmbrella,
  umbrellaListQuery,
  umbrellaPage,
  umbrellaRequestPage,
  umbrellaView,
} from './umbrella.contract.ts';
import { EnaUmbrellaSending } from './umbrella-sending.service.ts';
import { EnaUmbrellas } from './umbrellas.service.ts';

type Id = z.infer<typeof idParams>;
type Reason = z.infer<typeof reasonBody>;

/** Umbrella projects, which group projects at ENA. */
@Controller('ena/umbrellas')
export class EnaUmbrellasController {
  constructor(
    private readonly umbrellas: EnaUmbrellas,
    private readonly sending: EnaUmbrellaSending,
  ) {}

  @Get()
  @Can('read', 'EnaRequest')
  @ReturnsText(umbrellaPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: umbrellaListQuery }) query: z.infer<typeof umbrellaListQuery>,
  ) {
    return this.umbrellas.list(actor, query);
  }

  @Post()
  @Can('create', 'EnaRequest')
  @Returns(umbrellaView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createUmbrella }) body: CreateUmbrella) {
    return this.umbrellas.create(actor, body);
  }

  @Get(':id')
  @Can('read', 'EnaRequest')
  @Returns(umbrellaView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.umbrellas.get(actor, id);
  }

  @Get(':id/requests')
  @Can('read', 'EnaRequest')
  @ReturnsText(umbrellaRequestPage)
  requests(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    return this.umbrellas.requests(actor, id, query);
  }

  @Patch(':id')
  @Can('create', 'EnaRequest')
  @Returns(umbrellaView)
  change(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: changeUmbrella }) body: ChangeUmbrella,
  ) {
    return this.umbrellas.change(actor, id, version, body);
  }

  @Post(':id/send')
  @Can('create', 'EnaRequest')
  @Returns(umbrellaView)
  send(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.sending.send(actor, id, version, reason);
  }

  @Post(':id/retry')
  @Can('settle', 'EnaRequest')
  @Returns(umbrellaView)
  retry(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.sending.retry(actor, id, version, reason);
  }

  @Post(':id/decline')
  @Can('settle', 'EnaRequest')
  @Returns(umbrellaView)
  decline(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.sending.decline(actor, id, version, reason);
  }
}
