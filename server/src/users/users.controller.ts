import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
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
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { IfMatch } from '../platform/http/if-match.decorator.ts';
import { Returns, ReturnsNothing, ReturnsText } from '../platform/http/returns.decorator.ts';
import { changeRoles, changeUser, createUser, userListQuery, userPage, userView } from './user.contract.ts';
import { UserErasures } from './user-erasures.service.ts';
import { UsersService } from './users.service.ts';

type Id = z.infer<typeof idParams>;

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly erasures: UserErasures,
    private readonly mentions: ErasureMentions,
  ) {}

  @Get()
  @Does('Lists accounts')
  @Can('read', 'User')
  @ReturnsText(userPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: userListQuery }) query: z.infer<typeof userListQuery>) {
    return this.users.list(actor, query);
  }

  @Post()
  @Does('Creates an account')
  @Refuses('conflict', 'user.email_taken')
  @Can('create', 'User')
  @Returns(userView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createUser }) body: z.infer<typeof createUser>) {
    return this.users.create(actor, body);
  }

  @Get(':id')
  @Does('Reads an account', 'Who opens that of somebody else stands in the change log.')
  @Can('read', 'User')
  @Returns(userView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.users.get(actor, id);
  }

  @Patch(':id')
  @Does('Renames an account, disables it or enables it again', 'Disabling it ends its sessions.')
  @Refuses('forbidden', 'user.own_account')
  @Refuses('conflict', 'user.erased')
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
  @Does('Sets the roles of an account', 'Nobody changes their own. An auditor has no other role.')
  @Refuses('forbidden', 'user.own_roles')
  @Refuses('conflict', 'user.erased')
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

  @Post(':id/erasure')
  @Does(
    'Erases a person',
    'Closes and empties the account at once; the change log follows within minutes. Cannot be undone.',
  )
  @Refuses('forbidden', 'user.own_account')
  @Refuses('conflict', 'user.erased', 'erasure.held', 'erasure.requested')
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
  @Does('Reads how far the erasure of a person has come')
  @Can('read', 'Erasure')
  @Returns(erasureView)
  erasure(@Param({ schema: idParams }) { id }: Id) {
    return this.erasures.get(id);
  }

  @Get(':id/erasure/holds')
  @Does('Lists what would keep a person from being erased', 'To be seen before it is asked for.')
  @Can('read', 'Erasure')
  @Returns(erasureHolds)
  erasureHolds(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.erasures.holdsOn(actor, id);
  }

  @Get(':id/erasure/mentions')
  @Does(
    'Lists events in which others wrote the person’s name or address',
    'Found before it was forgotten: for a person to read.',
  )
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
  @Does(
    'Ends every session of an account',
    'The person has to sign in again, at the latest when their access token ends.',
  )
  @Can('revoke-sessions', 'User')
  @ReturnsNothing()
  revokeSessions(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.users.revokeSessions(actor, id);
  }
}
