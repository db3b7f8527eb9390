import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { User } from './user.entity.ts';
import { UserErasures } from './user-erasures.service.ts';
import { UsersController } from './users.controller.ts';
import { UsersService } from './users.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([User]), AuditLogModule],
  controllers: [UsersController],
  providers: [UsersService, UserErasures],
  exports: [UsersService, TypeOrmModule],
})
export class UsersModule {}
