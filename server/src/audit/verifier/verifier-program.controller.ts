import { Controller, Get, Header, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../platform/access/can.decorator.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { Returns, ReturnsContent } from '../../platform/http/returns.decorator.ts';
import { verifierProgramView } from './verifier-program.contract.ts';
import { type ProgramName, VerifierProgram } from './verifier-program.ts';

/** Open to everybody, as the keys are: whoever checks an export needs no account. */
@ApiTags('Verification')
@Controller('.well-known')
export class VerifierProgramController {
  constructor(private readonly program: VerifierProgram) {}

  @Get('seqdb-audit-verify.json')
  @Does('Lists the files of the verifier, and their SHA-256')
  @Refuses('unavailable', 'audit.no_verifier')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @Returns(verifierProgramView)
  about() {
    return this.program.about();
  }

  @Get('seqdb-audit-verify.mjs')
  @Does('Downloads the verifier of exports: one file for `node`')
  @Refuses('unavailable', 'audit.no_verifier')
  @Public()
  @ReturnsContent('text/javascript')
  source(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    this.send('seqdb-audit-verify.mjs', 'text/javascript; charset=utf-8', known, reply);
  }

  @Get('seqdb-audit-verify.tgz')
  @Does('Downloads the verifier as a package, for `npx ADDRESS`')
  @Refuses('unavailable', 'audit.no_verifier')
  @Public()
  @ReturnsContent('application/gzip')
  pack(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    this.send('seqdb-audit-verify.tgz', 'application/gzip', known, reply);
  }

  private send(name: ProgramName, type: string, known: string | undefined, reply: FastifyReply): void {
    const { bytes, sha256 } = this.program.file(name);
    const etag = `"${sha256}"`;
    void reply.headers({
      etag,
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'content-disposition': `attachment; filename="${name}"`,
    });
    const isKnown = known?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')));
    if (isKnown) void reply.status(304).send();
    else void reply.type(type).send(bytes);
  }
}
