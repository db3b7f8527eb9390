import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import type { z } from 'zod';
import {
  erasureMentionPage,
  erasureMentionQuery,
  type ErasureMentionQuery,
  erasureHolds,
  erasureView,
  requestErasure,
} from '../audit/erasure/erasure.contract.ts';
import { ErasureMentions } from '../audit/erasure/mentions.service.ts';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { IfMatch } from '../platform/http/if-match.decorator.ts';
import { Returns, ReturnsNothing, ReturnsText } from '../platform/http/returns.decorator.ts';
import { changeRoles, changeUser, createUser, userListQuery, userPage, userView } from './user.contract.ts';
import { UserErasures } from './user-erasures.service.ts';
import { UsersService } from './users.service.ts';

type Id = z.infer<typeof idParams>;

@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly erasures: UserErasures,
    private readonly mentions: ErasureMentions,
  ) {}

  @Get()
  @Can('read', 'User')
  @ReturnsText(userPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: userListQuery }) query: z.infer<typeof userListQuery>) {
    return this.users.list(actor, query);
  }

  @Post()
  @Can('create', 'User')
  @Returns(userView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createUser }) body: z.infer<typeof createUser>) {
    return this.users.create(actor, body);
  }

  @Get(':id')
  @Can('read', 'User')
  @Returns(userView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.users.get(actor, id);
  }

  @Patch(':id')
  @Can('update', 'User')
  @Returns(userView)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: changeUser }) body: z.infer<typeof changeUser>,
  ) {
    return this.users.update(actor, id, version, body);
  }

  @Put(':id/roles')
  @Can('change-roles', 'User')
  @Returns(userView)
  changeRoles(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: changeRoles }) body: z.infer<typeof changeRoles>,
  ) {
    return this.users.changeRoles(actor, id, version, body);
  }

  /** Closes and empties the account at once; the change log follows within minutes. Cannot be undone. */
  @Post(':id/erasure')
  @Can('erase', 'User')
  @Returns(erasureView, 202)
  erase(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: requestErasure }) { reason }: z.infer<typeof requestErasure>,
  ) {
    return this.erasures.request(actor, id, version, reason);
  }

  @Get(':id/erasure')
  @Can('read', 'Erasure')
  @Returns(erasureView)
  erasure(@Param({ schema: idParams }) { id }: Id) {
    return this.erasures.get(id);
  }

  /** What would keep them from being erased: to be seen before it is asked for. */
  @Get(':id/erasure/holds')
  @Can('read', 'Erasure')
  @Returns(erasureHolds)
  erasureHolds(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.erasures.holdsOn(actor, id);
  }

  /** Events in which others wrote the person's name or address, found before it was forgotten: for a person to read. */
  @Get(':id/erasure/mentions')
  @Can('read', 'Erasure')
  @ReturnsText(erasureMentionPage)
  erasureMentions(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: erasureMentionQuery }) query: ErasureMentionQuery,
  ) {
    return this.mentions.list(actor, id, query);
  }

  @Delete(':id/sessions')
  @Can('revoke-sessions', 'User')
  @ReturnsNothing()
  revokeSessions(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.users.revokeSessions(actor, id);
  }
}
