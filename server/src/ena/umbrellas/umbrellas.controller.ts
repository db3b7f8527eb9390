import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, reasonBody } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
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
@ApiTags('ENA umbrellas')
@Controller('ena/umbrellas')
export class EnaUmbrellasController {
  constructor(
    private readonly umbrellas: EnaUmbrellas,
    private readonly sending: EnaUmbrellaSending,
  ) {}

  @Get()
  @Does('Lists umbrella projects')
  @Can('read', 'EnaRequest')
  @ReturnsText(umbrellaPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: umbrellaListQuery }) query: z.infer<typeof umbrellaListQuery>,
  ) {
    return this.umbrellas.list(actor, query);
  }

  @Post()
  @Does('Begins an umbrella project', 'ENA is told of it when it is sent.')
  @Refuses('invalid', 'ena_umbrella.bad_component')
  @Can('create', 'EnaRequest')
  @Returns(umbrellaView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createUmbrella }) body: CreateUmbrella) {
    return this.umbrellas.create(actor, body);
  }

  @Get(':id')
  @Does('Reads an umbrella project')
  @Can('read', 'EnaRequest')
  @Returns(umbrellaView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.umbrellas.get(actor, id);
  }

  @Get(':id/requests')
  @Does('Lists what was asked of ENA for an umbrella project, the last first')
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
  @Does(
    'Changes what an umbrella project says or groups',
    'ENA is told when it is sent; its hold date is fixed from the first sending on.',
  )
  @Refuses('conflict', 'ena_umbrella.under_way')
  @Refuses('invalid', 'ena_umbrella.bad_component', 'ena_umbrella.hold_date_told')
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
  @Does('Has ENA take an umbrella project, or what was changed of it')
  @Refuses(
    'conflict',
    'ena_umbrella.under_way',
    'ena_umbrella.unchanged',
    'ena_umbrella.component_not_at_ena',
    'ena_umbrella.other_environment',
  )
  @Refuses('unavailable', 'ena.not_configured')
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
  @Does('Sends once more what waits for a person', 'ENA says so when it has it already.')
  @Refuses('conflict', 'ena_umbrella.nothing_to_settle')
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
  @Does('Notes that what was asked for was not done and will not be')
  @Refuses('conflict', 'ena_umbrella.nothing_to_settle')
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
