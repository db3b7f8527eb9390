import { randomBytes } from 'node:crypto';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { AppError, conflict, type ErrorKind, invalid, notFound, stale } from '../errors/app.error.ts';
import { isOutage } from '../errors/outage.ts';
import { problem } from '../errors/problem.contract.ts';
import { loggedPath, toProblem } from './problem.filter.ts';

const of = (error: unknown) => problem.strict().parse(toProblem(error, 'request-1'));
const database = (code: string) =>
  new QueryFailedError('SELECT secret', [], Object.assign(new Error('from the database'), { code }));

describe('an error', () => {
  it.each<[ErrorKind, number]>([
    ['invalid', 422],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['stale', 412],
    ['precondition_missing', 428],
    ['too_large', 413],
    ['too_many', 429],
    ['unavailable', 503],
  ])('of the kind %s is answered with %i', (kind, status) => {
    const body = of(
      new AppError(kind, 'module.reason', 'In words.', { from: 'a' }, [{ path: 'x', message: 'y' }]),
    );
    expect(body).toEqual({
      type: 'urn:seqdb:problem:module.reason',
      title: expect.not.stringMatching(/^Refused$/),
      status,
      code: 'module.reason',
      detail: 'In words.',
      errors: [{ path: 'x', message: 'y' }],
      facts: { from: 'a' },
      requestId: 'request-1',
    });
  });

  it('of our own making keeps its code and facts', () => {
    expect(of(notFound('ena_batch', '7'))).toMatchObject({
      status: 404,
      code: 'ena_batch.not_found',
      facts: { id: '7' },
    });
    expect(of(notFound('ena_batch', '7')).detail).toContain('no such ena batch');
    expect(of(conflict('a.b', 'c'))).not.toHaveProperty('facts');
    expect(of(stale({ version: 3 })).facts).toEqual({ current: { version: 3 } });
    expect(of(invalid('a.b', 'c')).errors).toEqual([]);
  });

  it('of Nest or Fastify keeps its status', () => {
    expect(of(new NotFoundException('Cannot GET /x'))).toMatchObject({ status: 404, code: 'http.404' });
    expect(of(new BadRequestException('no'))).toMatchObject({ status: 400, detail: 'no' });
    expect(of(Object.assign(new Error('too big'), { statusCode: 413 }))).toMatchObject({ status: 413 });
  });

  it.each([
    ['a bug', new TypeError("Cannot read properties of undefined (reading 'secret')")],
    ['the database', database('42P01')],
    ['a foreign 500', Object.assign(new Error('secret'), { statusCode: 502 })],
    ['a text', 'secret'],
    ['nothing', undefined],
    ['null', null],
  ])('nobody foresaw reveals nothing: %s', (_, error) => {
    const body = of(error);
    expect(body).toMatchObject({ status: 500, code: 'internal', errors: [] });
    expect(JSON.stringify(body)).not.toMatch(/secret|undefined|SELECT/);
    expect(body.detail).toContain('request-1');
  });
});

describe('an outage', () => {
  it.each([
    [
      'a refused connection',
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    ],
    ['a deadlock', database('40P01')],
    ['a lock that cannot be had', database('55P03')],
    ['a statement that takes too long', database('57014')],
    ['too many connections', database('53300')],
    ['a lost connection', database('08006')],
    ['what pg says without a code', new Error('Connection terminated unexpectedly')],
    ['a full pool', new Error('timeout exceeded when trying to connect')],
    [
      'an error around one',
      new Error('outer', { cause: Object.assign(new Error('x'), { code: 'ETIMEDOUT' }) }),
    ],
    ['several at once', new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])],
  ])('is told from a bug: %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
    const body = of(error);
    expect(body).toMatchObject({ status: 503, code: 'unavailable' });
    expect(body.detail).not.toMatch(/\d+\.\d+|pool|deadlock/);
  });

  it.each([
    ['a mistake in SQL', database('42601')],
    ['a broken rule of the database', database('23505')],
    ['an error with another code', Object.assign(new Error('x'), { code: 'ENOENT' })],
    [
      'several, one of them a bug',
      new AggregateError([Object.assign(new Error('x'), { code: 'EPIPE' }), new Error('bug')]),
    ],
    ['none', null],
  ])('is not %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
  });

  it('is looked for without end in no ring of causes', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    expect(isOutage(ring)).toBe(false);
  });
});

describe('a path in the program’s log', () => {
  const token = randomBytes(32).toString('base64url');

  it.each([
    [`/api/v1/audit/export-links/${token}`, '/api/v1/audit/export-links/[…]'],
    [`/elsewhere/${token}/file?x=${token}`, '/elsewhere/[…]/file'],
    [`/x/${randomBytes(16).toString('hex')}`, '/x/[…]'],
    [`/x/${encodeURIComponent(randomBytes(24).toString('base64'))}`, '/x/[…]'],
  ])('keeps no secret: %s', (url, path) => expect(loggedPath(url)).toBe(path));

  it.each([
    '/api/v1/submissions/019a9c5e-1234-7abc-8def-0123456789ab/records',
    '/api/v1/ena/schedule/runs',
    '/',
  ])('says where: %s', (url) => {
    expect(loggedPath(`${url}?after=secret`)).toBe(url);
  });
});
