import { conflict, notFound } from '../../platform/errors/app.error.ts';
import type { ProblemStatus } from './problems.contract.ts';

export const problemNotFound = (id: string) => notFound('ena_problem', id);

export const illegalProblemMove = (from: ProblemStatus, to: ProblemStatus) =>
  conflict('ena.illegal_problem_move', `A problem that is ${from} cannot become ${to}.`, { from, to });
