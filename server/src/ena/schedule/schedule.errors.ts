import { conflict, type FieldError, invalid } from '../../platform/errors/app.error.ts';

export const scheduleUnusable = (errors: readonly FieldError[]) =>
  invalid('ena.schedule_invalid', 'The schedule cannot be kept as it is.', errors);

export const alreadyPaused = () => conflict('ena.schedule_paused', 'The schedule is paused already.');

export const notPaused = () => conflict('ena.schedule_not_paused', 'The schedule is not paused.');

export const runUnderWay = (id: string) =>
  conflict('ena.schedule_running', 'A run is under way; the next one can begin when it has ended.', { id });
