import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { ErasureDuties } from '../audit/erasure/erasure-duties.ts';
import { Authenticator } from '../platform/access/authenticator.ts';
import { Recipients } from '../platform/mail/recipients.ts';
import { Housekeeping } from '../platform/queue/housekeeping.ts';
import { UserRecipients } from '../users/user-recipients.ts';
import { UsersModule } from '../users/users.module.ts';
import { AuthController, MeController } from './auth.controller.ts';
import { AuthService } from './auth.service.ts';
import { CrossSite } from './cross-site.ts';
import { MeService } from './me.service.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { Session } from './session.entity.ts';
import { SessionAuthenticator } from './session.authenticator.ts';
import { SignInLimit } from './sign-in-limit.ts';

@Global() // whoever authenticates a request outside the guard (the event stream), or writes to somebody, finds who they are
@Module({
  imports: [TypeOrmModule.forFeature([Session]), UsersModule, AuditLogModule],
  controllers: [AuthController, MeController],
  providers: [
    AuthService,
    CrossSite,
    MeService,
    RefreshTokens,
    SignInLimit,
    { provide: Authenticator, useClass: SessionAuthenticator },
    { provide: Recipients, useClass: UserRecipients },
  ],
  exports: [Authenticator, Recipients],
})
export class AuthModule {
  constructor(housekeeping: Housekeeping, erasures: ErasureDuties) {
    erasures.add(
      'refresh tokens',
      `DELETE FROM refresh_tokens t USING sessions s WHERE s.id = t.session_id AND s.user_id = $1::text::uuid`,
    );
    erasures.add(
      'addresses of sessions',
      `UPDATE sessions SET address = NULL, client = NULL WHERE user_id = $1::text::uuid`,
    );
    housekeeping.add(
      'refresh tokens',
      `DELETE FROM refresh_tokens WHERE token_sha256 IN (
         SELECT token_sha256 FROM refresh_tokens WHERE expires_at < now() - interval '1 day' LIMIT 5000)`,
    );
  }
}
